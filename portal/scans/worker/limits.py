"""Limits that the process puts upon itself before it opens the file."""

import resource

MEMORY = 1536 * 1024 * 1024
"""Bytes of address space; the libraries themselves take a third of it."""
SECONDS = 40
"""Of processor time."""
WRITTEN = 64 * 1024 * 1024
"""Bytes of one written file."""
PAGES = 60
PIXELS = 100_000_000
"""Of one picture: A3 at 600 dots per inch has 70 million."""
OBJECTS = 200_000
"""Of a PDF; a scan of 60 pages has a few hundred."""


def restrain() -> None:
    """Bound memory, processor time, written and opened files; no dump of memory is left."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
