"""States of a campaign's parts: enums with one meaning each, and how one follows from the facts (docs/statuses.md)."""

from enum import StrEnum


class CampaignKind(StrEnum):
    """Kinds of campaign (R53 ¶23, ¶26-27). `local` is one campaign for aiyl and city keneshes together; `other` is what
    was held beside elections and referendums and is known as an archive only.
    """

    PRESIDENT = "president"
    PARLIAMENT = "parliament"
    LOCAL_AIYL = "local_aiyl"
    LOCAL_CITY = "local_city"
    REFERENDUM = "referendum"
    LOCAL = "local"
    OTHER = "other"


class ContestKind(StrEnum):
    """What is voted on in one contest."""

    PRESIDENT = "president"
    MULTI_MEMBER = "multi_member"
    PARTY_LIST = "party_list"
    QUESTION = "question"


class OptionKind(StrEnum):
    """What stands at one position of the ballot."""

    CANDIDATE = "candidate"
    PARTY = "party"
    ANSWER = "answer"
    AGAINST_ALL = "against_all"


class PrecinctKind(StrEnum):
    """Where a precinct lies and what it is set up for (R139 ¶30, ¶32)."""

    ORDINARY = "ordinary"
    REMOTE = "remote"
    ABROAD = "abroad"


class Count(StrEnum):
    """The two counts of the same ballots, never added to each other."""

    SCANNER = "scanner"
    PROTOCOL = "protocol"


class ProtocolKind(StrEnum):
    """Kinds of protocol of a precinct commission (R139 ¶61, ¶73)."""

    ORDINARY = "ordinary"
    REMOTE = "remote"
    RECOUNT = "recount"


class TurnoutSource(StrEnum):
    """Where a turnout figure comes from (R139 ¶35, R53 ¶34-35)."""

    ONLINE = "online"
    MANUAL = "manual"
    SCANNER_FINAL = "scanner_final"


class Progress(StrEnum):
    """How far the count of a unit has come; the order of the members is the order of progress."""

    NONE = "none"
    PRELIMINARY = "preliminary"
    PARTIAL = "partial"
    COMPLETE = "complete"
    OFFICIAL = "official"


class Flag(StrEnum):
    """What a reader must know of a unit besides its progress."""

    INVALIDATED = "invalidated"
    CORRECTED = "corrected"
    RECOUNTED = "recounted"
    HELD = "held"


class ReleaseKind(StrEnum):
    """Why a release exists (design contract 2)."""

    ARCHIVE = "archive"
    OPENING = "opening"
    AUTOMATIC = "automatic"
    CORRECTION = "correction"
    OFFICIAL = "official"
    WITHDRAWAL = "withdrawal"
    PAUSE = "pause"
    REDACTION = "redaction"


SELF_CONTAINED = frozenset({ReleaseKind.ARCHIVE, ReleaseKind.OPENING, ReleaseKind.OFFICIAL})
"""Kinds of release that hold every file themselves instead of naming older ones."""
