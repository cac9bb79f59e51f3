"""Break the production form on purpose: `python -m deploy.chaos [--only CASE …]`, or `make chaos`."""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from deploy.chaos.cases import CASES
from deploy.chaos.disks import Disks
from deploy.chaos.scene import Scene
from deploy.local.places import Places
from portal.errors import NatyijaError


def main() -> int:
    """Run the cases; 0 when all of them held, 3 otherwise."""
    names = [case.__name__ for case in CASES]
    parser = argparse.ArgumentParser(prog="python -m deploy.chaos", description=__doc__)
    parser.add_argument("--only", action="append", default=[], choices=names, help="only this case (repeatable)")
    parser.add_argument("--port", type=int, default=8640, help="the first of six ports (8640)")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # Whoever ends this ends the form too.
    failed = 0
    with tempfile.TemporaryDirectory(prefix="natyija-chaos-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)  # The database's user passes through.
        places = Places(Path(folder), arguments.port)
        scene = Scene(places, Disks(places))
        try:
            scene.open()
            print(f"disks that can be full: {', '.join(scene.disks.mounted) or 'none: we may not mount'}", flush=True)
            for case in CASES:
                if arguments.only and case.__name__ not in arguments.only:
                    continue
                scene.seen, began = "", time.monotonic()
                try:
                    problems = case(scene)
                except NatyijaError as error:
                    problems = [str(error)]
                failed += bool(problems)
                seconds = time.monotonic() - began
                held = "FAILED" if problems else "held"
                print(f"{held:7} {case.__name__:18} {seconds:5.0f} s  {scene.seen}".rstrip(), flush=True)
                for problem in problems:
                    print(f"        {problem}", flush=True)
        finally:
            scene.close()
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
