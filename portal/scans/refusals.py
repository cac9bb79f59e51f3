"""Why a file is not taken: one sentence each, what is wrong and what to do."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.errors import InputError


class Unfit(StrEnum):
    """A reason for which a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    WRONG_EXTENSION = "wrong_extension"
    TWO_KINDS = "two_kinds"
    TRAILING = "trailing"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    EMBEDDED = "embedded"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    NO_PAGES = "no_pages"
    MOVING = "moving"
    TOO_MUCH_WORK = "too_much_work"


MESSAGES: Mapping[Unfit, str] = MappingProxyType(
    {
        Unfit.EMPTY: "The file is empty. Scan the paper again.",
        Unfit.TOO_LARGE: "The file is larger than 25 MB. Scan it with fewer dots per inch (200 are enough).",
        Unfit.UNKNOWN_KIND: "The file is not a PDF, JPEG, PNG or TIFF. Save the scan as one of these.",
        Unfit.WRONG_EXTENSION: "The name of the file says one kind, its content is another. Save the scan again "
        "instead of renaming the file.",
        Unfit.TWO_KINDS: "The file can be read as two kinds of file at once. Scan the paper again.",
        Unfit.TRAILING: "Something follows after the end of the document in this file. Scan the paper again.",
        Unfit.DAMAGED: "The file is damaged or cut off. Send it again, or scan the paper again.",
        Unfit.ENCRYPTED: "The PDF is encrypted or protected. Save it without a password.",
        Unfit.ACTIVE: "The PDF holds scripts, forms or actions. A scan holds pictures only: scan the paper again.",
        Unfit.EMBEDDED: "The PDF carries other files inside. A scan holds pictures only: scan the paper again.",
        Unfit.TOO_MANY_PIXELS: "The picture has too many dots for a sheet of paper. Scan it with 200 to 300 dots per "
        "inch.",
        Unfit.TOO_MANY_PAGES: "The file has more than 60 pages. Divide it into several scans.",
        Unfit.NO_PAGES: "The file has no page. Scan the paper again.",
        Unfit.MOVING: "The picture moves. Scan the paper again.",
        Unfit.TOO_MUCH_WORK: "The file could not be examined within the limits. Scan the paper again.",
    }
)
"""English sentences, which are also the ids under which they are translated."""


class ScanRefused(InputError):
    """A file that is not taken; `reason` says why, `detail` is for the log."""

    def __init__(self, reason: Unfit, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__([MESSAGES[reason]])


class UploadProblem(StrEnum):
    """What is wrong with what a person says of a file."""

    PRECINCT = "precinct"
    CONTEST = "contest"
    KIND = "kind"
    REPLACES = "replaces"
    REASON = "reason"
    SAME_FILE = "same_file"


UPLOAD_MESSAGES: Mapping[UploadProblem, str] = MappingProxyType(
    {
        UploadProblem.PRECINCT: "There is no such precinct here. Type its number as the list of precincts has it.",
        UploadProblem.CONTEST: "There is no such district or question. Choose one from the list, or none.",
        UploadProblem.KIND: "Choose what the paper is.",
        UploadProblem.REPLACES: "The scan to be replaced is not one of the same paper. Choose another one, or none.",
        UploadProblem.REASON: "Say why the former scan is replaced.",
        UploadProblem.SAME_FILE: "This very file is here already for this paper. Nothing was stored again.",
    }
)
"""English sentences, which are also the ids under which they are translated."""


class UploadRefused(InputError):
    """A file that is not recorded for what was said of it; `reasons` are the problems."""

    def __init__(self, reasons: Iterable[UploadProblem]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(UPLOAD_MESSAGES[reason] for reason in self.reasons)
