"""The publication of this instance, as the verbs `publish` and `publisher` use it."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal import __version__
from portal.clocks import election_clock
from portal.publication.archive import Archive
from portal.publication.builder import Builder
from portal.publication.bulk import DataPart
from portal.publication.data_process import write_data_part
from portal.publication.publish import Publication
from portal.settings import Mode, Settings
from portal.store.engine import open_store


@contextmanager
def open_publication(settings: Settings, data_part: DataPart = write_data_part) -> Iterator[Publication]:
    """The publication over this instance's store and home; the store is closed at the end."""
    store = open_store(settings.store_url)
    archive = Archive(settings.home)
    builder = Builder(store, archive, settings.mode is Mode.TEST, __version__)
    try:
        yield Publication(store, archive, builder, election_clock(settings.home), data_part)
    finally:
        store.close()
