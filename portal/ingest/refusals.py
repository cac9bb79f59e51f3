"""Why a message is turned away at the door: one table of HTTP status, type and title (RFC 9457)."""

from enum import StrEnum
from http import HTTPStatus

from portal.store.causes import Cause, cause_of


class Reason(StrEnum):
    """The last part of a problem's `type`; each has one status."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown-key"
    BAD_SIGNATURE = "bad-signature"
    UNCONFIRMED_KEY = "unconfirmed-key"
    REVOKED_KEY = "revoked-key"
    WRONG_MODE = "wrong-mode"
    OUT_OF_DATE = "out-of-date"
    FOREIGN_PRECINCT = "foreign-precinct"
    CONFLICT = "conflict"
    TOO_LARGE = "too-large"
    LENGTH_REQUIRED = "length-required"
    NOT_ANNOUNCED = "not-announced"
    WRONG_FILE = "wrong-file"
    STORAGE = "storage"
    NOT_FOUND = "not-found"
    METHOD = "method-not-allowed"
    INTERNAL = "internal"


STATUS = {
    Reason.MALFORMED: (HTTPStatus.BAD_REQUEST, "Not a message of this interface"),
    Reason.UNKNOWN_KEY: (HTTPStatus.FORBIDDEN, "The key is not in the register"),
    Reason.BAD_SIGNATURE: (HTTPStatus.FORBIDDEN, "The signature is wrong"),
    Reason.UNCONFIRMED_KEY: (HTTPStatus.FORBIDDEN, "Two people have not confirmed the key yet"),
    Reason.REVOKED_KEY: (HTTPStatus.FORBIDDEN, "The key is revoked"),
    Reason.WRONG_MODE: (HTTPStatus.FORBIDDEN, "Key, message and instance are not of the same mode"),
    Reason.OUT_OF_DATE: (HTTPStatus.FORBIDDEN, "The key is not valid today"),
    Reason.FOREIGN_PRECINCT: (HTTPStatus.FORBIDDEN, "The key belongs to another campaign, precinct or device"),
    Reason.CONFLICT: (HTTPStatus.CONFLICT, "Other bytes came under this number before"),
    Reason.TOO_LARGE: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large"),
    Reason.LENGTH_REQUIRED: (HTTPStatus.LENGTH_REQUIRED, "Say how many bytes come"),
    Reason.NOT_ANNOUNCED: (HTTPStatus.NOT_FOUND, "No stored message announced this file"),
    Reason.WRONG_FILE: (HTTPStatus.UNPROCESSABLE_ENTITY, "Not the file that was announced"),
    Reason.STORAGE: (HTTPStatus.SERVICE_UNAVAILABLE, "Not stored; send it again"),
    Reason.NOT_FOUND: (HTTPStatus.NOT_FOUND, "Nothing is at this address"),
    Reason.METHOD: (HTTPStatus.METHOD_NOT_ALLOWED, "Not possible here"),
    Reason.INTERNAL: (HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong; send it again"),
}
SEND_AGAIN = "keep it, and send the same bytes again in some seconds"
KEPT_ASIDE = frozenset(reason for reason, (status, _) in STATUS.items() if status is HTTPStatus.FORBIDDEN)
"""Messages refused for these reasons are kept in the capped side store."""


_NOT_STORED = {
    Cause.FULL: "the portal's disk is full",
    Cause.READ_ONLY: "the portal's store takes nothing at the moment",
    Cause.BUSY: "the portal's database is busy",
    Cause.UNREACHABLE: "the portal's database cannot be reached",
    Cause.BROKEN: "the portal's disk or database is damaged",
    Cause.UNKNOWN: "the portal could not store it",
}


class Refusal(Exception):
    """A message or file that is not taken; `detail` is one sentence for the sender's log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    @classmethod
    def not_stored(cls, error: BaseException) -> "Refusal":
        """The refusal for a failure of database or disk, of which the sender learns the cause and nothing else."""
        return cls(Reason.STORAGE, f"{_NOT_STORED[cause_of(error)]}; {SEND_AGAIN}")

    @property
    def status(self) -> HTTPStatus:
        """The status of the answer."""
        return STATUS[self.reason][0]

    def document(self) -> dict[str, object]:
        """The body of the answer."""
        status, title = STATUS[self.reason]
        body: dict[str, object] = {
            "type": f"/ingest/v1/problems/{self.reason}",
            "title": title,
            "status": status.value,
        }
        return {**body, "detail": self.detail} if self.detail else body
