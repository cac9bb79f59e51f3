"""Errors of the transparency log: TransparencyError ← NoteError, LogError, StatementError, KeysError."""


class TransparencyError(ValueError):
    """Something of the log is not as its format or its history demands."""


class NoteError(TransparencyError):
    """A signed note, a signature or a key is malformed or does not verify."""


class LogError(TransparencyError):
    """The files of the log contradict each other; the log refuses to go on."""


class StatementError(TransparencyError):
    """A release statement lacks something or says something impossible."""


class KeysError(TransparencyError):
    """The document of public keys is malformed."""
