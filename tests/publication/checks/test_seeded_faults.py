"""Wrong tabulations cannot be published (the lesson of 28 November 2021): each fault here is stopped by a check.

Every fault replaces one function of the tabulation by a slightly wrong one. It is met twice: in a whole build and in an
incremental release of the golden story. Nothing of it may become visible.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.domain import shares
from portal.domain.hierarchy import Hierarchy
from portal.domain.tabulation import campaign, contest, counts, precinct, territory, totals, turnout
from portal.domain.tabulation.scheme import Scheme
from portal.errors import CheckFailed
from portal.publication import assembly, contests
from portal.store.engine import open_store
from tests.golden.script import STEPS
from tests.publication.world import HandClock, World

Fault = Callable[[pytest.MonkeyPatch], None]


def doubled_territory(patch: pytest.MonkeyPatch) -> None:
    """The first child of every place is added twice."""
    right = totals.sum_totals
    wrong = lambda scheme, parts: right(scheme, [*parts, parts[0]])  # noqa: E731
    patch.setattr(territory, "sum_totals", wrong)
    patch.setattr(campaign, "sum_totals", wrong)


def doubled_region_row(patch: pytest.MonkeyPatch) -> None:
    """A region stands twice in the campaign's table and in its sum."""
    right = campaign.campaign_document
    wrong = lambda scheme, regions, *rest: right(scheme, [*regions, regions[-1]], *rest)  # noqa: E731
    patch.setattr(assembly, "campaign_document", wrong)


def parent_missing_a_child(patch: pytest.MonkeyPatch) -> None:
    """A parent leaves its last child out, row and sum."""
    right = territory.territory_document
    wrong = lambda scheme, code, own, children: right(scheme, code, own, children[:-1])  # noqa: E731
    patch.setattr(assembly, "territory_document", wrong)


def swapped_columns(patch: pytest.MonkeyPatch) -> None:
    """The first two options of a contest change places in a precinct's document."""
    right = precinct.votes_in_order

    def wrong(of: Any, votes: Any) -> list[int]:
        first, second, *rest = right(of, votes)
        return [second, first, *rest]

    patch.setattr(precinct, "votes_in_order", wrong)


def swapped_columns_in_the_display_table(patch: pytest.MonkeyPatch) -> None:
    """The leading options carry each other's votes: the table of 2021."""
    right = campaign.contest_summary

    def wrong(document: Any) -> Any:
        summary = right(document)
        first, *rest = deepcopy(summary["leading"])
        if rest:
            first["votes"], rest[0]["votes"] = rest[0]["votes"], first["votes"]
        return {**summary, "leading": [first, *rest]}

    patch.setattr(assembly, "contest_summary", wrong)


def display_shares_of_another_base(patch: pytest.MonkeyPatch) -> None:
    """The campaign's table computes its percentages of what leads instead of all valid votes."""
    right = campaign.contest_summary

    def wrong(document: Any) -> Any:
        summary = right(document)
        leading = deepcopy(summary["leading"])
        for row in leading:
            row["share"] = shares.percent(row["votes"], max(leading[0]["votes"], 1))
        return {**summary, "leading": leading}

    patch.setattr(assembly, "contest_summary", wrong)


def stale_percent_base(patch: pytest.MonkeyPatch) -> None:
    """Turnout in percent of a base that was one voter smaller."""
    right = turnout.share_of
    wrong = lambda numerator, voters: right(numerator, voters - 1 if voters else voters)  # noqa: E731
    patch.setattr(turnout, "share_of", wrong)


def stale_voters_of_progress(patch: pytest.MonkeyPatch) -> None:
    """Progress in voters is of another number of voters, consistently."""
    right = totals.ProgressSum.document
    wrong = lambda self, voters: right(self, voters + 10 if voters else voters)  # noqa: E731
    patch.setattr(totals.ProgressSum, "document", wrong)


def shares_of_ballots_instead_of_votes(patch: pytest.MonkeyPatch) -> None:
    """Shares are of something that is not the sum of votes."""
    right = shares.shares
    patch.setattr(counts, "shares", lambda votes, base: right(votes, base + 3 if base else base))


def wrong_rounding(patch: pytest.MonkeyPatch) -> None:
    """Percentages are cut off instead of rounded half up."""

    def wrong(numerator: int, denominator: int) -> str | None:
        if not denominator:
            return None
        hundredths = 10_000 * numerator // denominator
        return f"{hundredths // 100}.{hundredths % 100:02d}"

    patch.setattr(shares, "percent", wrong)
    patch.setattr(turnout, "percent", wrong)


def remote_votes_counted_twice(patch: pytest.MonkeyPatch) -> None:
    """Remote votes are added to the home votes as well."""
    right = counts.CountSum.add_votes

    def wrong(self: Any, votes: Any, *, remote: bool) -> None:
        found = list(votes)
        right(self, found, remote=remote)
        if remote:
            right(self, found, remote=False)

    patch.setattr(counts.CountSum, "add_votes", wrong)


def home_and_remote_mixed(patch: pytest.MonkeyPatch) -> None:
    """Remote votes stand under home where they were cast; every sum still agrees."""
    right = precinct._result

    def wrong(scheme: Any, of: Any, code: str, visible: Any) -> Any:
        return {**right(scheme, of, code, visible), "remote": False}

    patch.setattr(precinct, "_result", wrong)


def precinct_dropped(patch: pytest.MonkeyPatch) -> None:
    """The last precinct of a territory falls out of its document."""
    right = territory.territory_document
    wrong = lambda scheme, code, own, children: right(scheme, code, own[:-1], children)  # noqa: E731
    patch.setattr(assembly, "territory_document", wrong)


def precinct_in_the_place_of_another(patch: pytest.MonkeyPatch) -> None:
    """A territory holds one precinct twice and another not at all: the number of precincts is right."""
    right = territory.territory_document

    def wrong(scheme: Any, code: str, own: Sequence[Any], children: Any) -> Any:
        return right(scheme, code, [own[0], *own[:-1]] if len(own) > 1 else own, children)

    patch.setattr(assembly, "territory_document", wrong)


def precinct_left_out_of_the_sum(patch: pytest.MonkeyPatch) -> None:
    """A precinct is listed, but its votes are not in its territory's sum."""
    right = totals.direct_totals
    wrong = lambda scheme, own: right(scheme, own[1:])  # noqa: E731
    patch.setattr(territory, "direct_totals", wrong)


def device_added_twice(patch: pytest.MonkeyPatch) -> None:
    """One machine's report is added twice in a precinct."""
    right = precinct._scanner
    wrong = lambda scheme, of, reports: right(scheme, of, [*reports, reports[0]])  # noqa: E731
    patch.setattr(precinct, "_scanner", wrong)


def invalidated_precinct_counted(patch: pytest.MonkeyPatch) -> None:
    """The decision that invalidates a precinct's totals is not looked at."""
    patch.setattr(Scheme, "counted", lambda self, number, code, vote=0: True)


def flag_of_a_contest_lost(patch: pytest.MonkeyPatch) -> None:
    """A contest does not say that a precinct's result in it was invalidated or corrected."""
    patch.setattr(counts.ContestSum, "add_flags", lambda self, flags: None)


def former_protocol_counted(patch: pytest.MonkeyPatch) -> None:
    """The first version of a protocol stands as the current one."""
    right = precinct._result

    def wrong(scheme: Any, of: Any, code: str, visible: Any) -> Any:
        versions = {name: tuple(reversed(found)) for name, found in visible.protocols.items()}
        return right(scheme, of, code, replace(visible, protocols=versions))

    patch.setattr(precinct, "_result", wrong)


def turnout_in_the_wrong_hour(patch: pytest.MonkeyPatch) -> None:
    """A report at the full hour is counted for the hour that follows."""
    wrong = lambda as_of: as_of + timedelta(hours=1)  # noqa: E731
    patch.setattr(precinct, "hour_of", wrong)


def turnout_not_carried(patch: pytest.MonkeyPatch) -> None:
    """A precinct without a report of an hour falls out of that hour's sum."""

    def wrong(parts: Any, voters: int | None) -> list[Any]:
        series = [part for part in parts if part]
        points = []
        for hour in sorted({reading.as_of for part in series for reading in part}):
            now = [reading for part in series for reading in part if reading.as_of == hour]
            sums = (sum(r.identified for r in now), sum(r.remote for r in now), sum(r.reported for r in now))
            points.append(turnout.point(hour, *sums, voters))
        return points

    patch.setattr(totals, "sum_series", wrong)


def overlapping_contest_rows(patch: pytest.MonkeyPatch) -> None:
    """A contest is shown by its regions and by their children, and both are added."""
    right = Hierarchy.parts

    def wrong(self: Hierarchy, span: str) -> tuple[tuple[str, bool], ...]:
        rows = right(self, span)
        return (*rows, *((child, False) for code, direct in rows if not direct for child in self.children(code)))

    patch.setattr(Hierarchy, "parts", wrong)


def contest_row_missing(patch: pytest.MonkeyPatch) -> None:
    """The part of the country with the last votes of a contest is left out, row and sum."""
    right = contest.contest_document

    def wrong(scheme: Any, code: str, rows: Any) -> Any:
        whole = right(scheme, code, list(rows))
        kept = whole["territories"][:-1]
        return right(scheme, code, kept)

    patch.setattr(contests, "contest_document", wrong)


def counts_mixed(patch: pytest.MonkeyPatch) -> None:
    """The contest shows the machine count where it says hand count."""
    right = contest.contest_row

    def wrong(document: Any, code: str, *, direct: bool, options: int) -> Any:
        row = right(document, code, direct=direct, options=options)
        return {**row, "protocol": row["scanner"]}

    patch.setattr(contests, "contest_row", wrong)


def broken_ratio_without_finding(patch: pytest.MonkeyPatch) -> None:
    """Ratios are not evaluated on the published protocols."""
    patch.setattr(precinct, "ratio_documents", lambda form, protocol, remote: [])


def differences_not_shown(patch: pytest.MonkeyPatch) -> None:
    """A precinct whose hand count differs from its machine count says that they agree."""
    patch.setattr(precinct, "_differences", lambda *arguments, **values: [])


def findings_lost(patch: pytest.MonkeyPatch) -> None:
    """Hand and machine count differ, and no finding says so."""
    patch.setattr(precinct, "precinct_findings", lambda *arguments: [])


def votes_of_the_precinct_before(patch: pytest.MonkeyPatch) -> None:
    """Every precinct shows the machine count of the precinct that had this contest before it."""
    right = precinct._scanner
    last: dict[str, Any] = {}

    def wrong(scheme: Any, of: Any, reports: Any) -> Any:
        made = right(scheme, of, reports)
        former = last.get(of.code, made)
        last[of.code] = made
        return former

    patch.setattr(precinct, "_scanner", wrong)


def lost_test_flag(patch: pytest.MonkeyPatch) -> None:
    """A document of another kind of instance than this one."""
    right = campaign.campaign_document

    def wrong(*arguments: Any) -> Any:
        document = right(*arguments)
        return {**document, "test": not document["test"]}

    patch.setattr(assembly, "campaign_document", wrong)


def complete_too_early(patch: pytest.MonkeyPatch) -> None:
    """A place is called complete as soon as anything is in."""
    right = territory.totals_status

    def wrong(sums: Any, *, official: bool) -> Any:
        status = right(sums, official=official)
        return {**status, "progress": "complete" if sums["scanner"]["received"] else status["progress"]}

    patch.setattr(territory, "totals_status", wrong)


def one_too_many(made_by: str, path: str) -> Fault:
    """One figure of every document of a kind is one too high; `path` leads to it, 0 being the first of a list."""

    def fault(patch: pytest.MonkeyPatch) -> None:
        module = next(module for module in (assembly, contests) if hasattr(module, made_by))
        right = getattr(module, made_by)

        def wrong(*arguments: Any) -> Any:
            document = deepcopy(right(*arguments))
            *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
            part = document
            for step in way:
                part = part[step] if (isinstance(step, str) and step in part) or (part and step == 0) else {}
            if part and (isinstance(last, int) or last in part):
                part[last] += 1
            return document

        patch.setattr(module, made_by, wrong)

    return fault


ONE_TOO_MANY = {
    "territory_document": (
        "totals.voters",
        "totals.precincts.ordinary",
        "totals.turnout.0.identified",
        "totals.turnout.0.total",
        "totals.turnout.0.reported",
        "totals.scanner.expected",
        "totals.scanner.received",
        "totals.scanner.voters_covered",
        "totals.scanner.kinds.ordinary.received",
        "totals.protocol.expected",
        "totals.protocol.received",
        "totals.protocol.voters_covered",
        "totals.protocol.kinds.ordinary.expected",
        "totals.numbers.invalidated",
        "totals.numbers.findings",
        "totals.contests.d1.scanner.votes.0",
        "totals.contests.d1.scanner.home.0",
        "totals.contests.d1.scanner.base",
        "totals.contests.d1.protocol.votes.0",
        "totals.contests.d1.protocol.ballots",
        "totals.contests.d1.protocol.lines.ballots_valid",
        "totals.contests.d1.flagged.invalidated",
    ),
    "contest_document": (
        "flagged.invalidated",
        "scanner.votes.0",
        "scanner.base",
        "scanner.ballots",
        "protocol.votes.0",
        "protocol.home.0",
        "protocol.lines.ballots_invalid",
        "protocol.received",
        "territories.0.protocol.votes.0",
    ),
    "campaign_document": (
        "totals.voters",
        "totals.final.identified",
        "totals.scanner.received",
        "totals.protocol.voters_covered",
        "contests.0.leading.0.votes",
        "contests.0.base",
    ),
}

FAULTS: dict[str, tuple[Fault, int]] = {
    "doubled territory": (doubled_territory, 7),
    "doubled region row": (doubled_region_row, 7),
    "parent missing a child": (parent_missing_a_child, 7),
    "swapped columns": (swapped_columns, 7),
    "swapped columns in the display table": (swapped_columns_in_the_display_table, 7),
    "display shares of another base": (display_shares_of_another_base, 7),
    "stale percent base": (stale_percent_base, 4),
    "stale voters of progress": (stale_voters_of_progress, 7),
    "shares of ballots instead of votes": (shares_of_ballots_instead_of_votes, 7),
    "wrong rounding": (wrong_rounding, 7),
    "remote votes counted twice": (remote_votes_counted_twice, 6),
    "home and remote mixed": (home_and_remote_mixed, 6),
    "precinct dropped": (precinct_dropped, 7),
    "precinct in the place of another": (precinct_in_the_place_of_another, 7),
    "precinct left out of the sum": (precinct_left_out_of_the_sum, 7),
    "device added twice": (device_added_twice, 6),
    "invalidated precinct counted": (invalidated_precinct_counted, 7),
    "flag of a contest lost": (flag_of_a_contest_lost, 7),
    "former protocol counted": (former_protocol_counted, 7),
    "turnout in the wrong hour": (turnout_in_the_wrong_hour, 4),
    "turnout not carried": (turnout_not_carried, 4),
    "overlapping contest rows": (overlapping_contest_rows, 6),
    "contest row missing": (contest_row_missing, 7),
    "counts mixed": (counts_mixed, 6),
    "broken ratio without finding": (broken_ratio_without_finding, 6),
    "differences not shown": (differences_not_shown, 6),
    "findings lost": (findings_lost, 6),
    "votes of the precinct before": (votes_of_the_precinct_before, 6),
    "test flag lost": (lost_test_flag, 7),
    "complete too early": (complete_too_early, 5),
    **{
        f"one too many: {made_by} {path}": (one_too_many(made_by, path), 7)
        for made_by, paths in ONE_TOO_MANY.items()
        for path in paths
    },
}
"""Each fault with the release of the golden story that shows it."""


@pytest.fixture(scope="module")
def stories(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Homes with the golden story up to before each release, whose facts are recorded already; copy them."""
    home = tmp_path_factory.mktemp("story")
    shutil.copyfile(sqlite_template, home / "natyija.db")
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    world = World(store, home).with_golden()
    kept = {}
    for number, (record, now) in enumerate(STEPS, 1):
        with store.write() as session:
            record(session)
        store.close()
        kept[number] = Path(shutil.copytree(home, tmp_path_factory.mktemp("kept") / "home"))
        assert world.publish(now) == number
    store.close()
    return kept


@pytest.fixture
def story(stories: dict[int, Path], tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    """The story before the release that shows the fault of this test (before the last one without a fault)."""
    name = request.node.callspec.params["name"] if hasattr(request.node, "callspec") else ""
    step = FAULTS[name][1] if name else len(STEPS)
    home = Path(shutil.copytree(stories[step], tmp_path / "home"))
    store = open_store(f"sqlite:///{home / 'natyija.db'}")
    yield World(store, home, clock=HandClock(STEPS[step - 1][1]))
    store.close()


@pytest.mark.parametrize("name", FAULTS)
def test_wrong_tabulation_is_stopped_in_an_incremental_release(
    story: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, step = FAULTS[name]
    before = story.public_tree()
    with monkeypatch.context() as patch:
        fault(patch)
        with pytest.raises(CheckFailed, match=r"G[1-6] "):
            story.publish()
    assert story.public_tree() == before
    assert story.assert_whole() == step - 1
    assert story.publish() == step


@pytest.mark.parametrize("name", FAULTS)
def test_wrong_tabulation_is_stopped_in_a_whole_build(
    story: World, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fault, _ = FAULTS[name]
    elsewhere = story.fresh(tmp_path / "elsewhere")
    with monkeypatch.context() as patch:
        fault(patch)
        with pytest.raises(CheckFailed, match=r"G[1-6] "):
            elsewhere.publish()
    assert elsewhere.archive.latest("golden") is None
    assert not (elsewhere.archive.public / "releases").exists()
    assert elsewhere.publish() == 1


def test_breaches_say_which_check_which_place_and_what(story: World, monkeypatch: pytest.MonkeyPatch) -> None:
    invalidated_precinct_counted(monkeypatch)
    with pytest.raises(CheckFailed) as failed:
        story.publish()
    assert failed.value.problems == (
        "golden: G2 precinct n-3: contest d1: counted is True, but left out is True by the decisions",
    )
    assert failed.value.exit_code == 3
