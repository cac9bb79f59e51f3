"""Pages of explanations: about, method, glossary, accessibility, verify, and the notices of the site."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from portal.languages import OWN_NAMES
from portal.public import audit
from portal.public.glossary import LANGUAGE_ORDER, TERMS
from portal.public.pages.page import Page
from portal.public.state import state
from portal.public.words import words
from portal.published.errors import DamagedFile
from portal.published.files import parse_json, read_bytes
from portal.published.newest import SiteRelease

AUDIT = Path(audit.__file__).with_name("audit.py")
NOTICES = "notices.json"
SITE = "site"


@cache
def audit_script() -> tuple[bytes, str]:
    """The script that anyone can check a copy of the site with, and its SHA-256."""
    content = AUDIT.read_bytes()
    return content, hashlib.sha256(content).hexdigest()


class TextPage(Page):
    """A page that shows no figures."""

    template = "text.html"
    twin = False
    name: ClassVar[str]

    def context(self) -> dict[str, Any]:
        return {"text": f"texts/{self.name}.{self.language}.html"}


class AboutPage(TextPage):
    """What this site is."""

    name = "about"


class MethodPage(TextPage):
    """How figures are made, and what every status means."""

    name = "method"

    def context(self) -> dict[str, Any]:
        known = words(self.language)
        return {**super().context(), "meanings": [*known.progress.values(), *known.flags.values()]}


class AccessibilityPage(TextPage):
    """The accessibility statement, with the contact that the site names."""

    name = "accessibility"

    def context(self) -> dict[str, Any]:
        contact = state().security_contact
        shown = contact.partition(":")[2].removeprefix("//").rstrip("/")
        return {**super().context(), "contact": contact, "contact_shown": shown}


class GlossaryPage(Page):
    """The binding words in three languages."""

    template = "glossary.html"
    twin = False

    def context(self) -> dict[str, Any]:
        order = (self.language, *(code for code in LANGUAGE_ORDER if code != self.language))
        rows = [dict(zip(LANGUAGE_ORDER, row, strict=True)) for row in TERMS]
        rows.sort(key=lambda row: row[self.language].casefold())
        return {"terms": [[row[code] for code in order] for row in rows], "order": order, "names": OWN_NAMES}


class VerifyPage(Page):
    """How to check the whole site with a short script, and the public keys that it is signed with."""

    template = "verify.html"
    twin = False

    def context(self) -> dict[str, Any]:
        content, sha256 = audit_script()
        return {"keys": self._keys(), "audit_sha256": sha256, "audit_lines": content.count(b"\n")}

    def _keys(self) -> list[dict[str, Any]]:
        try:
            document = parse_json(read_bytes(state().site.library.root, "keys.json"), "keys.json")
        except DamagedFile:
            return []
        keys: list[dict[str, Any]] = document.get("keys", [])
        return keys


class NoticesPage(Page):
    """The incident log and notices of the site, published as releases of the pseudo-campaign `site`."""

    template = "notices.html"
    twin = False
    of_every_release = True

    def context(self) -> dict[str, Any]:
        self.reading.note(SITE, "latest.json")
        if SITE not in self.reading.snapshot.releases:
            return {"notices": []}
        document = self.reading.release(SITE).optional(NOTICES)
        return {"notices": document["notices"] if document else []}

    def foot(self) -> SiteRelease | None:
        """The release of the site that last changed the notices; the newest of the site while there is none."""
        served = self.reading.snapshot.releases.get(SITE)
        listed = served.files.get(NOTICES) if served else None
        if served is None or listed is None:
            return super().foot()
        published_at = served.past(listed.owner)["published_at"]
        return SiteRelease("", None, listed.owner, published_at, served.root_after(listed.owner))


TEXTS: tuple[tuple[str, str, type[Page]], ...] = (
    ("about", "/about/", AboutPage),
    ("method", "/about/method/", MethodPage),
    ("glossary", "/about/glossary/", GlossaryPage),
    ("accessibility", "/about/accessibility/", AccessibilityPage),
    ("verify", "/verify/", VerifyPage),
    ("notices", "/site/", NoticesPage),
)
"""Name, address below the language, and what is shown there."""
