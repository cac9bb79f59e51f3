"""${message}"""
${imports if imports else ""}
def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
