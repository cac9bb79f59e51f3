import ast
import json
import re
from pathlib import Path

import pytest

from scripts import check_addresses, check_sizes, check_templates
from scripts.repository import ROOT, repository_files

SKIPS = re.compile(r"\b(?:skip|skipif|skipIf|xfail|importorskip)\b")


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8")


def test_no_file_or_function_of_this_repository_is_too_long() -> None:
    assert list(check_sizes.complaints(ROOT)) == []


def test_a_long_file_a_long_function_and_a_long_median_are_named(tmp_path: Path) -> None:
    write(tmp_path, "portal/long.py", "x = 1\n" * 501)
    write(tmp_path, "portal/steps.py", "\n\ndef work():\n" + "    x = 1\n" * 60)
    found = list(check_sizes.complaints(tmp_path))
    assert [line.split(";")[0] for line in found] == [
        "portal/long.py: 501 lines, the limit is 500",
        "portal/steps.py:3: work has 61 lines, the limit is 60",
    ]
    write(tmp_path, "portal/other.py", "x = 1\n" * 91)
    assert list(check_sizes.complaints(tmp_path))[-1] == "the median file has 91 lines, the limit is 90"


def test_no_tracked_file_names_a_registry_or_a_path_of_one_machine() -> None:
    assert list(check_addresses.complaints(ROOT)) == []


@pytest.mark.parametrize(
    "text",
    [
        "see https://" + "registry." + "npmjs.org/axe-core",
        "--index-url https://" + "py" + "pi.org/simple",
        "https://" + "files." + "python" + "hosted.org/packages/x.whl",
        "open('/" + "home/somebody/data.csv')",
        "PATH=/" + "root/bin",
        '"resol' + 'ved": "https://example.org/x.tgz"',
    ],
)
def test_addresses_of_one_machine_are_named_with_file_and_line(tmp_path: Path, text: str) -> None:
    write(tmp_path, "docs/page.md", f"first line\n{text}\n")
    assert [line.split(": ")[0] for line in check_addresses.complaints(tmp_path)] == ["docs/page.md:2"]


@pytest.mark.parametrize("text", ["href='/ky/home/'", "../shared/data", "/usr/lib/postgresql", "/staff/work/orders"])
def test_other_paths_are_left_alone(tmp_path: Path, text: str) -> None:
    write(tmp_path, "docs/page.md", text)
    assert list(check_addresses.complaints(tmp_path)) == []


def test_no_template_of_this_repository_computes() -> None:
    assert list(check_templates.complaints(ROOT)) == []


@pytest.mark.parametrize(
    "expression",
    ["votes + 1", "votes - 1", "votes * 100", "votes / valid", "votes // 2", "votes % 2", "votes ** 2"],
)
def test_arithmetic_in_a_template_is_named_with_its_line(tmp_path: Path, expression: str) -> None:
    write(tmp_path, "portal/templates/contest.html", "<p>\n{% trans %}Votes{% endtrans %}\n{{ " + expression + " }}")
    assert [line.split(" ")[0] for line in check_templates.complaints(tmp_path)] == ["portal/templates/contest.html:3:"]


@pytest.mark.parametrize("expression", ["rows | sum(attribute='votes')", "share | round(2)"])
def test_filters_that_compute_are_named(tmp_path: Path, expression: str) -> None:
    write(tmp_path, "portal/templates/contest.html", "{% if rows %}{{ " + expression + " }}{% endif %}")
    assert len(list(check_templates.complaints(tmp_path))) == 1


def test_a_template_that_only_shows_passes_and_a_broken_one_does_not(tmp_path: Path) -> None:
    write(tmp_path, "portal/templates/good.html", "{% for row in rows %}{{ row.votes | number }}{% endfor %}")
    assert list(check_templates.complaints(tmp_path)) == []
    write(tmp_path, "portal/templates/bad.html", "{% for row in rows %}")
    assert [line.split(":")[0] for line in check_templates.complaints(tmp_path)] == ["portal/templates/bad.html"]


def test_only_tests_on_the_real_data_can_be_skipped() -> None:
    skipping = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in repository_files()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] == "tests"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and SKIPS.fullmatch(node.attr)
    ]
    assert [place.partition(":")[0] for place in skipping] == ["tests/services/fixtures.py"]


def test_every_python_requirement_is_pinned_exactly() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "-r ")):
                assert re.fullmatch(r"[a-z0-9-]+(\[[a-z]+\])?==[0-9][0-9a-z.]*", line), line


def test_every_npm_package_is_pinned_and_the_lock_holds_no_address() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = package.get("dependencies", {}) | package.get("devDependencies", {})
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(lock[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
    assert not any("resolved" in entry for entry in lock.values())
