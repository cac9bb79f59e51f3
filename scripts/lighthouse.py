"""The four scores of Lighthouse on a phone for the main pages: performance, accessibility, best practices, SEO.

`python -m scripts.lighthouse URL…` prints one line per page and ends with 1 when a score is below its limit.
It needs `npm ci` and Debian's chromium; measured on a quiet machine, a busy one makes performance worse than it is.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from scripts.repository import ROOT

LIMITS = {"performance": 0.98, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
PROGRAM = ROOT / "node_modules" / ".bin" / "lighthouse"
CHROMIUM = "/usr/bin/chromium"
ATTEMPTS = 3
"""Its browser does not always come up on a busy machine; a page that is at fault fails every time."""


def scores(url: str) -> dict[str, float]:
    """The scores of one page, from 0 to 1, with the emulation of a phone that Lighthouse uses by default.

    Raises RuntimeError with its words when it comes to no end in three attempts.
    """
    command = [str(PROGRAM), url, "--output=json", "--quiet", f"--only-categories={','.join(LIMITS)}"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    for _ in range(ATTEMPTS):
        answer = subprocess.run([*command, flags], capture_output=True, check=False, env=environment, timeout=180)
        if answer.returncode == 0:
            found = json.loads(answer.stdout)["categories"]
            return {name: float(found[name]["score"] or 0) for name in LIMITS}
    raise RuntimeError(f"{url}: Lighthouse ended with {answer.returncode}: {answer.stderr.decode()[-2000:]}")


def below(found: Mapping[str, float]) -> list[str]:
    """Names of the scores under their limits."""
    return [name for name, limit in LIMITS.items() if found[name] < limit]


def main(urls: Sequence[str]) -> int:
    """Prints the scores; 0 when all reach their limits, 2 without an address."""
    if not urls:
        print("usage: python -m scripts.lighthouse URL…", file=sys.stderr)
        return 2
    status = 0
    for url in urls:
        found = scores(url)
        print(url, *(f"{name} {score:.2f}" for name, score in found.items()), sep="  ")
        status = 1 if below(found) else status
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
