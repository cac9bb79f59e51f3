import os
import subprocess
import sys

import pytest

from tests.depth import FULL_EXAMPLES


@pytest.mark.parametrize(("fraction", "expected"), [("1", [97_699, 3, 1, FULL_EXAMPLES]), ("0.1", [9_770, 1, 1, 100])])
def test_depth_scales_sizes_and_never_falls_below_one(fraction: str, expected: list[int]) -> None:
    script = (
        "from hypothesis import settings; from tests.depth import depth, load_hypothesis_profile;"
        "load_hypothesis_profile(); print(depth(97_699), depth(3), depth(1), settings().max_examples)"
    )
    environment = os.environ | {"TEST_DEPTH": fraction, "PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert [int(word) for word in printed.stdout.split()] == expected
