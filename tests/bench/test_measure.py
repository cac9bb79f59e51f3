import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.measure import MEGABYTE, ProgramFailed, answer, busy, environment, portal, run
from bench.serving import requests_per_second


def test_a_program_is_run_in_its_own_home_whatever_is_set_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NATYIJA_DATABASE_URL", "sqlite:////elsewhere.db")
    own = environment(tmp_path)
    assert own["NATYIJA_HOME"] == str(tmp_path)
    assert "NATYIJA_DATABASE_URL" not in own


def test_time_and_memory_of_a_program_are_taken(tmp_path: Path) -> None:
    finished = portal(tmp_path / "home", "init")
    assert finished.cpu > 0 and finished.seconds > 0
    assert finished.peak > 10 * MEGABYTE
    assert (tmp_path / "home" / "natyija.db").exists()


def test_the_work_of_what_still_runs_is_counted() -> None:
    work = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True)\ninput()"
    with subprocess.Popen([sys.executable, "-c", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert busy(os.getpid()) >= 0.1
        process.kill()


def test_a_program_that_fails_stops_the_bench_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailed, match="no-such-verb"):
        portal(tmp_path, "no-such-verb")


def test_the_answer_is_the_last_line_that_a_program_printed(tmp_path: Path) -> None:
    finished = run(["timeit", "-n1", "-r1", "-s", "print('noise')", "print(end='')"], tmp_path)
    assert "noise" in finished.output
    finished = type(finished)(0, 0, 0, 'noise\n{"a": [1]}\n')
    assert answer(finished) == {"a": [1]}


def test_errors_that_wrk_counts_are_not_taken_for_speed() -> None:
    assert requests_per_second("Requests/sec:   1234.56\nTransfer/sec: 1MB\n") == 1234.56
    with pytest.raises(RuntimeError, match="Non-2xx"):
        requests_per_second("  Non-2xx or 3xx responses: 7\nRequests/sec: 99999.0\n")
    with pytest.raises(RuntimeError):
        requests_per_second("unable to connect")
