"""The mix of addresses is the same for all, and wrk's report is read to the last error."""

from pathlib import Path

import pytest

from bench.measure import ProgramFailed
from bench.production_peers import save_page
from bench.wrk import DRAWN, load, zipf_script

SAID = """\
  Latency Distribution
     50%    1.10ms
     99%  812.00us
  Non-2xx or 3xx responses: 3
  Socket errors: connect 1, read 2, write 0, timeout 4
Requests/sec:  12345.67
"""


def test_rate_latency_and_every_kind_of_error_are_read() -> None:
    found = load(SAID)
    assert (found.rate, found.p99, found.bad) == (12345.67, pytest.approx(0.812), 10)


def test_a_report_without_figures_is_an_error() -> None:
    with pytest.raises(ProgramFailed):
        load("unable to connect")


def test_the_mix_is_drawn_alike_each_time_and_most_often_from_the_front(tmp_path: Path) -> None:
    names = [f"/en/x/precinct/{number}/" for number in range(1000)]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        zipf_script(tmp_path / name, names)
    drawn = (tmp_path / "one" / "drawn.txt").read_text()
    assert drawn == (tmp_path / "two" / "drawn.txt").read_text()
    numbers = [int(line) for line in drawn.splitlines()]
    assert len(numbers) == DRAWN and set(numbers) <= set(range(1, 1001))
    assert numbers.count(1) > 5 * numbers.count(10) > numbers.count(100)


def test_a_saved_page_lies_where_nginx_looks_for_it(tmp_path: Path) -> None:
    save_page(tmp_path, "/en/kg2025/", b"packed")
    assert (tmp_path / "files" / "en" / "kg2025" / "page").read_bytes() == b"packed"
