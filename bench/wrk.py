"""Running wrk over a mix of addresses (Zipf), and reading what it says to the last error."""

import random
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import ProgramFailed
from bench.pages import ENCODINGS
from deploy.local.places import LOOPBACK

EXPONENT = 1.0
DRAWN = 50_000
CONNECTIONS = 64
SPARE = 60.0
"""Seconds after its time in which wrk has to end."""
LUA = """\
local paths, drawn, at = {}, {}, 0
for line in io.lines("%(paths)s") do paths[#paths + 1] = line end
for line in io.lines("%(drawn)s") do drawn[#drawn + 1] = paths[tonumber(line)] end
request = function()
  at = at %% #drawn + 1
  return wrk.format("GET", drawn[at], {["Accept-Encoding"] = "%(encodings)s"})
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk said: requests a second, 99th percentile in milliseconds, answers that were not 2xx or 3xx."""

    rate: float
    p99: float
    bad: int


def zipf_script(folder: Path, names: Sequence[str]) -> Path:
    """The script of wrk: addresses in the order of a Zipf draw, the same for all who are asked."""
    weights = [1 / (rank**EXPONENT) for rank in range(1, len(names) + 1)]
    drawn = random.Random(1).choices(range(1, len(names) + 1), weights, k=DRAWN)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "paths.txt").write_text("\n".join(names), encoding="utf-8")
    (folder / "drawn.txt").write_text("\n".join(map(str, drawn)), encoding="utf-8")
    script = folder / "mix.lua"
    script.write_text(
        LUA % {"paths": folder / "paths.txt", "drawn": folder / "drawn.txt", "encodings": ENCODINGS}, encoding="utf-8"
    )
    return script


def wrk(port: int, script: Path, seconds: int, connections: int = CONNECTIONS) -> Load:
    """Run wrk. Raises ProgramFailed when it says nothing or does not end."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", "-s", str(script)]
    try:
        done = subprocess.run(
            [*command, f"http://{LOOPBACK}:{port}/"], capture_output=True, text=True, timeout=seconds + SPARE
        )
    except subprocess.TimeoutExpired:
        raise ProgramFailed(f"wrk did not end within {seconds + SPARE:.0f} s") from None
    return load(done.stdout + done.stderr)


def load(said: str) -> Load:
    """What wrk's report says. Raises ProgramFailed when it counts nothing."""
    rate, slow = re.search(r"Requests/sec:\s*([0-9.]+)", said), re.search(r"99%\s+([0-9.]+)(us|ms|s)", said)
    if rate is None or slow is None:
        raise ProgramFailed(f"wrk said:\n{said}")
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    count = (int(bad[1]) if bad else 0) + (sum(map(int, errors.groups())) if errors else 0)
    return Load(float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]], count)
