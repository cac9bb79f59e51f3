"""What each type of message says beyond its header. Unknown fields, floats and negative counts do not exist."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MAX_COUNT = 2**31 - 1
Count = Annotated[int, Field(strict=True, ge=0, le=MAX_COUNT)]
Code = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,100}$")]
Position = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,4}$")]
MAX_FILE = 25 * 1024 * 1024
"""Bytes of one scan (the issue of the write side: at most 25 MB)."""


class Body(BaseModel):
    """Common rules: no field that the type does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Turnout(Body):
    """явка, cumulative (R139 ¶35): identified of the home list, remote voters, and of both those outside the room."""

    as_of: AwareDatetime
    home: Count
    remote: Count | None = None
    outside: Count | None = None


class ContestCount(Body):
    """What a scanner counted for one contest; `votes` maps ballot positions to votes."""

    contest: Code
    ballots_processed: Count
    remote_voters: Count | None = None
    votes: dict[Position, Count]


class ScannerReportBody(Body):
    """отчет АСУ (R53 ¶31, R139 ¶50): the zero report or the final one, every contest of the device."""

    kind: Literal["zero", "final"]
    reported_at: AwareDatetime
    contests: Annotated[list[ContestCount], Field(min_length=1, max_length=1000)]


class ScanBody(Body):
    """скан-копия: what it shows and the file that will come (R139 ¶62)."""

    contest: Code | Literal[""] = ""
    kind: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size: Annotated[int, Field(strict=True, ge=1, le=MAX_FILE)]
    extension: Literal["pdf", "jpg", "png", "tiff"]


TYPES: dict[str, type[Body]] = {"turnout": Turnout, "scanner_report": ScannerReportBody, "scan": ScanBody}


def moments(body: Body) -> list[datetime]:
    """The instants that a body claims."""
    if isinstance(body, Turnout):
        return [body.as_of]
    return [body.reported_at] if isinstance(body, ScannerReportBody) else []
