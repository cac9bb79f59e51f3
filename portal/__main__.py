"""`python -m portal VERB` (design, contract 5)."""

import gc
import sys

gc.set_threshold(50_000, 20, 20)
"""A verb makes millions of short-lived objects and few cycles; looking for them at the usual pace takes a tenth."""

from portal.cli import main  # noqa: E402 (imports are the first to profit)

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
