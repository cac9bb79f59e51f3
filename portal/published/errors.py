"""What can go wrong on the read side; a visitor sees a 404, 410 or 503 page, never one of these messages.

NatyijaError
└── PublishedError
    ├── DamagedFile       a published file is missing, truncated or does not have its hash
    ├── NotPublished      no release names such a document
    ├── Redacted          was published and had to be taken away; the log says so
    └── NothingPublished  a known campaign without any release yet
"""

from portal.errors import NatyijaError


class PublishedError(NatyijaError):
    """Root of what the reader raises."""


class DamagedFile(PublishedError):
    """A published file that cannot be trusted: `path` is relative to the public folder, `reason` a constant word."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}; restore the file from the archive or a mirror")

    @property
    def campaign(self) -> str:
        """The campaign whose release names the file; "" for one beside the releases."""
        folder, _, rest = self.path.partition("/")
        return rest.partition("/")[0] if folder == "releases" else ""


class NotPublished(PublishedError):
    """Nothing is published under this name."""


class Redacted(PublishedError):
    """The bytes were published once and taken away by a redaction; the text is their hash."""


class NothingPublished(PublishedError):
    """The campaign is announced and has no release yet."""
