"""What is published of the site itself: the incident log and the commission's notices (R53 ¶64)."""

from typing import TypedDict

from portal.domain.names import NamesDocument


class NoticeDocument(TypedDict):
    """One notice or incident: when it happened, its heading and text, plain text in three languages."""

    at: str
    title: NamesDocument
    text: NamesDocument


class NoticesDocument(TypedDict):
    """notices.json in releases of the pseudo-campaign `site`: every approved notice, the newest `at` first.

    A notice is never changed or taken away; what has to be added is a later one beside it.
    """

    notices: list[NoticeDocument]
