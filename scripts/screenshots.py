"""Pictures of every type of page in every age of an election, for eyes: clipped words, ragged numbers, empty states.

`python -m scripts.screenshots FOLDER [AGE…]` plays the demonstration's election into FOLDER/home, keeps the public
folder of every age, and writes FOLDER/<age>/<page>-<language>-<width>-<scheme>.png. It needs Debian's chromium.
"""

import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from portal.app import create_app
from portal.clocks import FixedClock
from portal.demo.events import ScannerEvent
from portal.demo.home import CAMPAIGN, OPENED, START
from portal.demo.national import election_day, write_national
from portal.demo.replay import record_until
from portal.domain.decisions import Decision, DecisionKind, DecisionScope
from portal.domain.facts import OrderKind
from portal.domain.names import Names
from portal.package.importing import Occasion, import_package
from portal.package.package import read_package
from portal.publication.archive import Archive
from portal.publication.builder import Builder
from portal.publication.bulk import DataPart
from portal.publication.ledger import make_keys
from portal.publication.manifest import sha256_of
from portal.publication.publish import Publication
from portal.publication.transparency.leaf import sign_statement
from portal.publication.transparency.signer import Signer
from portal.published.release import Release
from portal.settings import Settings
from portal.store.engine import Store, open_store
from portal.store.migrate import upgrade
from portal.store.queries.publication import newest_schedule
from portal.store.record import approve, confirm_decision, record_decision, record_order
from portal.store.record.approvals import record_signature

PEOPLE = ("first", "second")
WIDTHS = (360, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("ky", "ru", "en")
REASON = Names("Оператордун катасы оңдолду", "Исправлена ошибка оператора", "An operator's slip was put right")


@dataclass
class Stage:
    """The invented election, played up to a moment and published there."""

    folder: Path
    store: Store
    signers: Sequence[Signer]
    position: int = 0
    data_part: DataPart | None = None

    @property
    def home(self) -> Path:
        """The home in which it is played."""
        return self.folder / "home"

    def reach(self, now: datetime) -> None:
        """Record what has happened by then and publish it."""
        self.position = record_until(self.store, CAMPAIGN, election_day(), self.position, now)
        archive = Archive(self.home)
        builder = Builder(self.store, archive, False, "0")
        publication = Publication(self.store, archive, builder, FixedClock(now), self.data_part or stub_part)
        if publication.publish(CAMPAIGN) is None and (waiting := publication.waiting.of(CAMPAIGN)):
            with self.store.write() as session:
                for signer in self.signers:
                    record_signature(session, sign_statement(waiting.statement, signer), now, signer.name)
            publication.publish(CAMPAIGN)

    def order(self, kind: OrderKind, now: datetime) -> None:
        """An order that two people approved."""
        with self.store.write() as session:
            seq = record_order(session, CAMPAIGN, kind, now, PEOPLE[0], reason=REASON)
            for person in PEOPLE:
                approve(session, seq, person, now)

    def decide(self, kind: DecisionKind, number: str, now: datetime) -> None:
        """A decision on the whole campaign."""
        act = Decision(number, now.date(), "cec", kind, DecisionScope.CAMPAIGN, "", REASON)
        with self.store.write() as session:
            confirm_decision(session, record_decision(session, CAMPAIGN, act, now, PEOPLE[0]), now, PEOPLE[1])


def stub_part(public: Path, campaign: str, n: int, folder: Path, *, office: bool) -> None:
    """Stands in for the bulk files, which no picture shows."""
    folder.mkdir()
    (folder / "results.csv").write_text("campaign\r\n")
    (folder / "SHA256SUMS").write_text(f"{sha256_of(folder / 'results.csv')}  results.csv\n")


def corrected(stage: Stage, now: datetime) -> None:
    """A correction with its reason."""
    stage.order(OrderKind.CORRECTION, now)
    stage.reach(now)


def official(stage: Stage, now: datetime) -> None:
    """Results determined and officially published."""
    stage.decide(DecisionKind.DETERMINE, "201", now)
    stage.decide(DecisionKind.OFFICIAL, "202", now)
    stage.order(OrderKind.OFFICIAL, now)
    stage.reach(now)


def paused(stage: Stage, now: datetime) -> None:
    """Publication stopped by an order."""
    stage.order(OrderKind.PAUSE, now)
    stage.reach(now)


def ages() -> Iterator[tuple[str, Callable[[Stage], None]]]:
    """Every age in its order with what leads to it."""
    closing = START + timedelta(minutes=10)
    reports = [event.at for event in election_day() if isinstance(event, ScannerEvent)]
    yield "nothing", lambda stage: stage.reach(OPENED)
    yield "noon", lambda stage: stage.reach(START.replace(hour=12, minute=16))
    yield "first", lambda stage: stage.reach(max(closing, reports[2]) + timedelta(seconds=1))
    yield "midnight", lambda stage: stage.reach(closing + timedelta(hours=4))
    yield "everything", lambda stage: stage.reach(closing + timedelta(days=1))
    yield "corrected", lambda stage: corrected(stage, closing + timedelta(days=2))
    yield "official", lambda stage: official(stage, closing + timedelta(days=14))
    yield "paused", lambda stage: paused(stage, closing + timedelta(days=15))


def play(folder: Path, wanted: Sequence[str]) -> None:
    """Plays the election and keeps the public folder of every age that is wanted and not there yet."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    url = f"sqlite:///{home / 'natyija.db'}"
    upgrade(url)
    signers = [Signer.generate(person) for person in PEOPLE]
    make_keys(home, test=False, at=OPENED, code="0", approvers=[(each.verifier, each.name) for each in signers])
    stage = Stage(folder, open_store(url), signers)
    package = write_national(folder / "package")
    with stage.store.write() as session:
        import_package(session, read_package(package, OPENED), home / "private", Occasion(OPENED, OPENED, "pictures"))
    with stage.store.write() as session:
        schedule = newest_schedule(session, CAMPAIGN) or 0
        for person in PEOPLE:
            approve(session, schedule, person, OPENED)
    for name, lead in ages():
        lead(stage)
        print("played", name, flush=True)
        if name in wanted:
            shutil.copytree(home / "public", folder / name / "home" / "public", dirs_exist_ok=True)


def pages(release: Release) -> dict[str, str]:
    """Every type of page with an address of it: those of the precinct whose machine reports first."""
    above = {row["code"]: row["parent"] for row in release.configuration()["territories"]}
    home = release.precincts_index()["precincts"]
    reports = (event for event in election_day() if isinstance(event, ScannerEvent))
    first = next(report for report in reports if above[home[report.precinct]])
    district, region = home[first.precinct], above[home[first.precinct]]
    here = f"/{CAMPAIGN}"
    return {
        "campaigns": "/",
        "campaign": f"{here}/",
        "turnout": f"{here}/turnout/",
        "contest": f"{here}/contest/{first.contest}/",
        "option": f"{here}/option/{first.contest}/1/",
        "region": f"{here}/territory/{region}/",
        "district": f"{here}/territory/{district}/",
        "precinct": f"{here}/precinct/{first.precinct}/",
        "report": f"{here}/precinct/{first.precinct}/report/",
        "differences": f"{here}/differences/",
        "scans": f"{here}/scans/",
        "decisions": f"{here}/decisions/",
        "map": f"{here}/map/",
        "data": f"{here}/data/",
        "releases": f"{here}/releases/",
        "release": f"{here}/releases/1/",
        "watch": f"{here}/watch/",
        "find": f"/find?q={first.precinct}",
        "method": "/about/method/",
        "verify": "/verify/",
        "notices": "/site/",
    }


def take(folder: Path, browser: Browser, url: str, addresses: dict[str, str]) -> None:
    """One picture of every page in every language, width and scheme."""
    for width, scheme, language in product(WIDTHS, SCHEMES, LANGUAGES):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        for name, address in addresses.items():
            answer = page.goto(f"{url}/{language}{address}")
            if answer is None or not answer.ok:
                print(folder.name, name, language, "is not there", flush=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                print(folder.name, name, language, width, "is", wide, "wide", flush=True)
            page.screenshot(path=folder / f"{name}-{language}-{width}-{scheme}.png", full_page=True)
        context.close()


def main(arguments: Sequence[str]) -> int:
    """Plays and takes the pictures of the ages named, of all without a name."""
    if not arguments:
        print("usage: python -m scripts.screenshots FOLDER [AGE…]", file=sys.stderr)
        return 2
    folder, wanted = Path(arguments[0]), list(arguments[1:]) or [name for name, _ in ages()]
    if not all((folder / name / "home").exists() for name in wanted):
        play(folder, wanted)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name in wanted:
            app = create_app(settings=Settings(home=folder / name / "home", explorers=False))
            release = app.extensions["natyija.public"].site.current().release(CAMPAIGN)
            server = make_server("127.0.0.1", 0, app, threaded=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            take(folder / name, browser, f"http://127.0.0.1:{server.port}", pages(release))
            server.shutdown()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
