"""Releases and the pointers to them."""

from typing import NotRequired, TypedDict

from portal.domain.documents.totals import StatusDocument
from portal.domain.names import NamesDocument


class ReleaseDocument(TypedDict):
    """release.json: which release this is, why it exists and what it changed.

    `schedule` counts the approved schedules, `approvals` names who approved it, `not_before` is when time alone last
    made something visible, `redacted` are hashes of scans whose bytes this release takes away.
    """

    v: int
    n: int
    campaign: str
    kind: str
    as_of: str
    published_at: str
    reason: NamesDocument | None
    supersedes: int | None
    code_version: str
    configuration: int
    schedule: int | None
    approvals: list[str]
    not_before: str | None
    redacted: list[str]
    test: bool
    units: dict[str, int]
    changed: dict[str, list[str]]


class LatestDocument(TypedDict):
    """latest.json: the newest release and the newest one with a data part (None before the first)."""

    release: int
    data: int | None
    as_of: str


class IndexCampaign(TypedDict):
    """A campaign in index.json; `pause` and `paused_at` as in its configuration.json, absent while publication runs."""

    id: str
    kind: str
    name: NamesDocument
    voting_date: str
    archive: bool
    test: bool
    status: StatusDocument
    release: int
    as_of: str
    published_at: str
    voters: int | None
    participated: int | None
    percent: str | None
    turnout_percent_stated: str
    pause: NotRequired[NamesDocument]
    paused_at: NotRequired[str]


class IndexDocument(TypedDict):
    """index.json: every campaign with its newest release, newest voting date first."""

    v: int
    campaigns: list[IndexCampaign]
