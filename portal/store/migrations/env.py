"""Alembic's entry: runs on the connection that `portal.store.migrate` opened, in its transaction."""

from alembic import context

from portal.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
