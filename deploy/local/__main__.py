"""The production form here: `python -m deploy.local up|down|status|rehearse [--folder F] [--port P] [--demo]`."""

import argparse
import sys

from deploy.local import control
from deploy.local.places import FOLDER, PORT, Places
from deploy.local.rehearse import rehearse
from portal.errors import NatyijaError

SAID = """The production form runs, on loopback only.
  public pages   {0.public_url}/
  staff pages    {0.staff_url}/staff/   (certificate made here)
  intake         {0.ingest_url}/ingest/v1/key
  everything     {0.folder}
Stop it with deploy/local/down; remove the folder to begin anew."""


def main() -> int:
    """Do it; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    parser.add_argument("verb", choices=("up", "down", "status", "rehearse"))
    parser.add_argument("--folder", default=str(FOLDER), help="everything written lies here (var/local)")
    parser.add_argument("--port", type=int, default=PORT, help=f"the first of six ports ({PORT})")
    parser.add_argument("--demo", action="store_true", help="load the invented national election at the first start")
    arguments = parser.parse_args()
    places = Places(FOLDER.__class__(arguments.folder).resolve(), arguments.port)
    try:
        if arguments.verb == "up":
            control.up(places, demo=arguments.demo)
            print(SAID.format(places))
        elif arguments.verb == "down":
            control.down(places)
        elif arguments.verb == "rehearse":
            for step in rehearse(places):
                print(f"{step.seconds:8.1f} s  {step.what}", flush=True)
        else:
            for name, pid in control.pids(places).items():
                print(f"{name}\t{pid}")
            return 0 if control.healthy(places) else 3
    except NatyijaError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
