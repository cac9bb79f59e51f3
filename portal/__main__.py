"""`python -m portal VERB` (design, contract 5)."""

import sys

from portal.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
