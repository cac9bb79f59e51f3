"""Atom feeds (RFC 4287): releases that a person decided, corrections among them, and decisions; newest first.

Automatic releases come every few seconds on election night and are left out; `latest.json` is there to be polled. The
same release makes the same bytes: ids are those of release and decision, times those of the documents.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from portal import urls
from portal.languages import Language
from portal.public.open_data.catalog import PUBLISHER
from portal.public.reading import ReleaseReading
from portal.public.words import Words
from portal.published.shapes import CampaignDocument, RegisteredDocument, ReleaseDocument

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ENTRIES = 100
LOOKED_AT = 1000
"""So many releases back the feed reaches."""
AUTOMATIC = "automatic"
_past: dict[tuple[Path, str, int], ReleaseDocument] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `updated` is ISO 8601 with offset, `link` a path of the site."""

    id: str
    title: str
    updated: str
    summary: str
    category: str
    link: str


def feed(release: ReleaseReading, root: Path, site: str, language: Language, words: Words, title: str) -> bytes:
    """The feed of a campaign as XML; `site` begins its links and may be empty: they are then relative."""
    document = release.campaign_document()
    release.follow_pointer()
    acts = release.register()["decisions"]
    entries = [*_releases(release, root, language, words), *_decisions(document, acts, language, words)]
    entries.sort(key=lambda entry: (datetime.fromisoformat(entry.updated), entry.id), reverse=True)
    address = urls.feed(release.campaign, language)
    top = ElementTree.Element("feed", {"xmlns": ATOM, XML_LANGUAGE: language})
    _text(top, "id", f"urn:natyija:{release.campaign}:feed:{language}")
    _text(top, "title", f"{document['name'][language]}: {title}")
    newest = release.past(release.number)
    _text(top, "updated", entries[0].updated if entries else newest["published_at"])
    ElementTree.SubElement(top, "link", {"rel": "self", "href": site + address, "type": "application/atom+xml"})
    ElementTree.SubElement(top, "link", {"href": site + urls.campaign(language, release.campaign), "type": "text/html"})
    _text(ElementTree.SubElement(top, "author"), "name", PUBLISHER[language])
    for entry in entries[:ENTRIES]:
        _add(top, entry, site)
    content: bytes = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add(top: ElementTree.Element, entry: Entry, site: str) -> None:
    element = ElementTree.SubElement(top, "entry")
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "updated", entry.updated)
    ElementTree.SubElement(element, "category", {"term": entry.category})
    ElementTree.SubElement(element, "link", {"href": site + entry.link, "type": "text/html"})
    _text(element, "summary", entry.summary)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _releases(release: ReleaseReading, root: Path, language: Language, words: Words) -> Iterator[Entry]:
    found = 0
    for number in range(release.number, max(0, release.number - LOOKED_AT), -1):
        past = _release(release, root, number)
        if past is None or past["kind"] == AUTOMATIC:
            continue
        found += 1
        kind = words.release_kinds.get(past["kind"], past["kind"])
        yield Entry(
            id=f"urn:natyija:{release.campaign}:release:{number}",
            title=f"№ {number}: {kind}",
            updated=past["published_at"],
            summary=past["reason"][language] if past["reason"] else kind,
            category=past["kind"],
            link=urls.release(language, release.campaign, number),
        )
        if found == ENTRIES:
            return


def _release(release: ReleaseReading, root: Path, number: int) -> ReleaseDocument | None:
    """A release's own document; former ones never change, so each is read once."""
    key = (root, release.campaign, number)
    if key not in _past:
        document = release.past_or_none(number)
        if document is None:
            return None
        _past[key] = document
    return _past[key]


def _decisions(
    document: CampaignDocument, acts: list[RegisteredDocument], language: Language, words: Words
) -> Iterator[Entry]:
    campaign, zone = document["campaign"], ZoneInfo(document["timezone"])
    for act in acts:
        parts = "\n".join((act["number"], act["date"], act["body"], act["kind"], act["scope"], act["target"]))
        kind = words.decisions.get(act["kind"], act["kind"])
        yield Entry(
            id=f"urn:natyija:{campaign}:decision:{hashlib.sha256(parts.encode()).hexdigest()[:16]}",
            title=f"№ {act['number']}: {kind}",
            updated=datetime.combine(date.fromisoformat(act["date"]), time(), zone).isoformat(),
            summary=act["reason"][language] or kind,
            category=f"decision-{act['kind']}",
            link=urls.decisions(language, campaign),
        )
