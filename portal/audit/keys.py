"""Keys of the write side in `home/keys`, made on first use."""

import os
import uuid
from contextlib import suppress
from pathlib import Path

from portal.publication.transparency.durable import sync_folder
from portal.publication.transparency.signer import Signer

FOLDER = "keys"


def load_or_make(home: Path, name: str) -> Signer:
    """The private key `home/keys/<name>.key`; two that make it at once agree on one."""
    path = home / FOLDER / f"{name}.key"
    if not path.exists():
        made = path.with_name(f".{name}.{uuid.uuid4().hex}")
        Signer.generate(name).save(made)
        with suppress(FileExistsError):  # another one was quicker
            os.link(made, path)
        made.unlink()
        sync_folder(path.parent)
    return Signer.load(path)
