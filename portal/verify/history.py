"""What the leaves say, one after another: who signed, who approved, and whether any number is missing or repeated."""

from dataclasses import dataclass, field
from datetime import datetime

from portal.publication.transparency.errors import TransparencyError
from portal.publication.transparency.keys import APPROVER, PUBLISHER, Keys
from portal.publication.transparency.leaf import DATA, KEYS, Statement, read_statement
from portal.publication.transparency.signed_note import Note
from portal.verify.report import Check, Report


@dataclass(frozen=True)
class Part:
    """A release or the data part of one: where its files lie and the hash of its list of files."""

    campaign: str
    release: int
    kind: str
    sha256sums: str

    @property
    def folder(self) -> str:
        folder = f"releases/{self.campaign}/{self.release}"
        return f"{folder}/data" if self.kind == DATA else folder


@dataclass
class Campaign:
    """How far a campaign has come by the log."""

    release: int = 0
    data: int | None = None
    index: str | None = None


@dataclass
class History:
    """Collects the leaves and fills in three checks: statements and signatures, approvals, numbers."""

    keys: Keys
    statements: Check
    approvals: Check
    numbers: Check
    parts: list[Part] = field(default_factory=list)
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)
    redacted: set[str] = field(default_factory=set)
    keys_hash: str | None = None
    approved: int = 0

    @classmethod
    def begin(cls, keys: Keys, report: Report) -> "History":
        return cls(keys, report.new("statements"), report.new("approvals"), report.new("numbers"))

    def see(self, index: int, leaf: bytes) -> None:
        """Take in the next leaf."""
        try:
            note = Note.parse(leaf)
            statement = read_statement(note.text)
            self._check_signatures(index, note, statement)
        except TransparencyError as error:
            self.statements.fail(f"leaf {index}: {error}")
            return
        self._check_number(index, statement)
        self._remember(statement)

    def _check_signatures(self, index: int, note: Note, statement: Statement) -> None:
        publishers = self.keys.valid(PUBLISHER, index)
        approvers = self.keys.valid(APPROVER, index)
        signed = set(note.signed_by([*publishers, *approvers]))
        if not signed & publishers.keys():
            self.statements.fail(f"leaf {index}: no valid key of the publisher signed it")
        people = {holder for key, holder in approvers.items() if key in signed and key not in publishers}
        needed = self.keys.approvals_needed(statement.campaign, statement.kind, index)
        self.approved += bool(needed)
        if len(people) < needed:
            what = f"leaf {index}: {statement.kind} {statement.campaign}/{statement.release}"
            self.approvals.fail(f"{what} is approved by {len(people)} people, {needed} are needed")

    def _check_number(self, index: int, statement: Statement) -> None:
        before = self.last.get(statement.chain)
        what = f"leaf {index}: {statement.kind} {statement.campaign}/{statement.release}"
        if statement.kind == DATA:
            newest = self.campaigns.get(statement.campaign, Campaign()).release
            if not (before or 0) < statement.release <= newest:
                self.numbers.fail(f"{what} comes after data part {before} of a campaign at release {newest}")
        elif statement.release != (before or 0) + 1:
            self.numbers.fail(f"{what} should be number {(before or 0) + 1}")
        if statement.supersedes != before:
            self.numbers.fail(f"{what} says it follows {statement.supersedes}, but {before} came before")
        if (index == 0) != (statement.kind == KEYS and statement.release == 1):
            self.numbers.fail(f"{what}: the first version of keys.json is the first leaf")
        if statement.not_before and is_before(statement.published, statement.not_before):
            self.numbers.fail(f"{what} was published before {statement.not_before}")

    def _remember(self, statement: Statement) -> None:
        self.last[statement.chain] = statement.release
        self.redacted.update(statement.redacted)
        if statement.kind == KEYS:
            self.keys_hash = statement.sha256sums
            return
        campaign = self.campaigns.setdefault(statement.campaign, Campaign())
        if statement.kind == DATA:
            campaign.data = statement.release
        else:
            campaign.release = statement.release
            campaign.index = statement.index or campaign.index
        self.parts.append(Part(statement.campaign, statement.release, statement.kind, statement.sha256sums))

    def conclude(self, size: int) -> None:
        """Put into words what was checked."""
        self.statements.said = f"each of {size} leaves is a statement signed by the publisher's key"
        self.approvals.said = f"{self.approved} leaves that need approvals carry those of enough different people"
        chains = sum(1 for _, chain in self.last if chain == "release")
        self.numbers.said = f"the releases of {chains} campaigns are numbered 1, 2, 3 … without gap or repetition"


def is_before(time: str, limit: str) -> bool:
    """True when one ISO 8601 time with offset lies before another."""
    return datetime.fromisoformat(time) < datetime.fromisoformat(limit)
