"""How much work the tests do: `make test` runs a seeded tenth of what `make test-deep` runs.

TEST_DEPTH is the fraction; 1 stands for the full sizes that the requirements name. Below 1 the examples
of hypothesis are derived from the test itself, so every run is the same; at 1 they are fresh, and a failure prints
the blob that repeats it. The name has no prefix NATYIJA_, because an unknown setting stops the product's start.
"""

import os
from fractions import Fraction

from hypothesis import HealthCheck, settings

DEPTH = Fraction(os.environ.get("TEST_DEPTH", "0.1"))
FULL_EXAMPLES = 1000


def depth(full: int) -> int:
    """The size to use where the requirement names `full`: at least 1."""
    return max(1, round(full * DEPTH))


def load_hypothesis_profile() -> None:
    """Select the profile for this depth; a test that needs another count says `@settings(max_examples=depth(n))`."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    settings.register_profile(
        "natyija",
        max_examples=depth(FULL_EXAMPLES),
        derandomize=DEPTH < 1,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=slow,
    )
    settings.load_profile("natyija")
