"""No tracked file names a package registry's host or a path of somebody's machine.

Such addresses work for their writer only, and bind everybody else to one mirror. The patterns are written so that
they do not match themselves.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.repository import report, repository_files

FORBIDDEN = {
    "a registry's host": re.compile(
        r"\b(?:registry[.](?:npm|yarn|node)\w*[.]\w+|files[.]python\w+[.]org|(?:test[.])?py[p]i[.](?:org|python)"
        r"|(?:deb|security|ftp)[.]debian[.]org|registry[.]\w+[.](?:com|io|net)|proxy[.]golang[.]\w+)",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(r"(?<![\w.~/})-])/(?:root|home|Users|work)/\w|[A-Z]:\\Users\\"),
    "a download address": re.compile(r'"resolved":\s*"'),
}


def complaints(root: Path) -> Iterator[str]:
    """One line for each place; binary files are passed over."""
    for path in repository_files(root):
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", errors="replace").splitlines(), start=1):
            for what, pattern in FORBIDDEN.items():
                if found := pattern.search(line):
                    yield f"{path.relative_to(root)}:{number}: {what}: {found.group()}"


if __name__ == "__main__":
    report(complaints)
