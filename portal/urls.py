"""Addresses of the public site, built in one place (design contract 4); all are paths that begin with "/"."""

from portal.languages import LANGUAGES


def campaigns(language: str) -> str:
    """The list of campaigns."""
    return f"/{language}/"


def campaign(language: str, id: str) -> str:
    """A campaign's page."""
    return f"/{language}/{id}/"


def turnout(language: str, campaign_id: str) -> str:
    """Turnout by hour and territory."""
    return f"/{language}/{campaign_id}/turnout/"


def contest(language: str, campaign_id: str, code: str) -> str:
    """A contest."""
    return f"/{language}/{campaign_id}/contest/{code}/"


def territory(language: str, campaign_id: str, code: str) -> str:
    """A territory."""
    return f"/{language}/{campaign_id}/territory/{code}/"


def precinct(language: str, campaign_id: str, number: str) -> str:
    """A precinct."""
    return f"/{language}/{campaign_id}/precinct/{number}/"


def report(language: str, campaign_id: str, number: str) -> str:
    """The form that reports an error in a precinct's figures."""
    return f"{precinct(language, campaign_id, number)}report/"


def reported(language: str, campaign_id: str, number: str) -> str:
    """What is shown after a report was taken."""
    return f"{report(language, campaign_id, number)}sent/"


def option(language: str, campaign_id: str, contest_code: str, position: int) -> str:
    """An option of a contest, by its place on the ballot."""
    return f"/{language}/{campaign_id}/option/{contest_code}/{position}/"


def results_map(language: str, campaign_id: str) -> str:
    """The map of a campaign."""
    return f"/{language}/{campaign_id}/map/"


def differences(language: str, campaign_id: str) -> str:
    """Precincts that differ, have findings, or were corrected, across the country."""
    return f"/{language}/{campaign_id}/differences/"


def decisions(language: str, campaign_id: str) -> str:
    """The register of decisions."""
    return f"/{language}/{campaign_id}/decisions/"


def scans(language: str, campaign_id: str) -> str:
    """Which documents of which precincts are published."""
    return f"/{language}/{campaign_id}/scans/"


def find(language: str) -> str:
    """The search for a precinct."""
    return f"/{language}/find"


def watch(language: str, campaign_id: str) -> str:
    """A list of precincts and territories that a reader follows."""
    return f"/{language}/{campaign_id}/watch/"


def text(language: str, name: str) -> str:
    """A page of explanations: about, verify, notices, or one below about: method, glossary, accessibility."""
    place = {"about": "about", "verify": "verify", "notices": "site"}.get(name, f"about/{name}")
    return f"/{language}/{place}/"


def compare(language: str, campaign_id: str, older: int, newer: int) -> str:
    """The difference between two releases."""
    return f"/{language}/{campaign_id}/releases/{newer}/since/{older}/"


def card(page: str) -> str:
    """The card of a campaign's turnout page or of a contest, which other sites may frame."""
    return f"/embed{page}"


def picture(page: str) -> str:
    """The picture of a page for sharing."""
    return f"/share{page}picture.png"


def unit_feed(language: str, campaign_id: str, kind: str, code: str) -> str:
    """The Atom feed of a territory or precinct."""
    return f"/data/{campaign_id}/feed/{kind}/{code}.{language}.atom"


def data(language: str, campaign_id: str) -> str:
    """The open data page."""
    return f"/{language}/{campaign_id}/data/"


def releases(language: str, campaign_id: str) -> str:
    """The list of releases."""
    return f"/{language}/{campaign_id}/releases/"


def release(language: str, campaign_id: str, number: int) -> str:
    """One release."""
    return f"/{language}/{campaign_id}/releases/{number}/"


def twin(page: str, extension: str) -> str:
    """The machine-readable twin of a page: `/x/5/` → `/x/5.json`."""
    return f"{page.rstrip('/')}.{extension}"


def page_of_twin(path: str) -> str:
    """The page of a twin: `/x/5.json` → `/x/5/`; a page's own path comes back unchanged."""
    for extension in (".json", ".csv"):
        if path.endswith(extension):
            return path.removesuffix(extension) + "/"
    return path


def in_language(path: str, language: str) -> str:
    """The same page in another language; the list of campaigns for a path that begins with no language."""
    first, _, rest = path[1:].partition("/")
    return f"/{language}/{rest}" if first in LANGUAGES else f"/{language}/"


def without_language(path: str) -> str:
    """A page's path without its language: `/ru/kg2020/` → `/kg2020/`; other paths unchanged."""
    first, _, rest = path[1:].partition("/")
    return f"/{rest}" if first in LANGUAGES else path


def data_file(campaign_id: str, release_number: int, path: str) -> str:
    """A file of a release under its lasting address."""
    return f"/data/{campaign_id}/r/{release_number}/{path}"


def with_query(path: str, **parameters: object) -> str:
    """The path with those query parameters that are not None, in the order given; values need no quoting."""
    query = "&".join(f"{name}={value}" for name, value in parameters.items() if value is not None)
    return f"{path}?{query}" if query else path


def dictionary(language: str, campaign_id: str) -> str:
    """The data dictionary."""
    return f"/{language}/{campaign_id}/data/dictionary/"


def release_files(language: str, campaign_id: str, number: int) -> str:
    """The list of a release's files."""
    return f"/{language}/{campaign_id}/releases/{number}/files/"


def feed(campaign_id: str, language: str) -> str:
    """The Atom feed of a campaign."""
    return f"/data/{campaign_id}/feed.{language}.atom"


def changes(campaign_id: str, old: int, new: int) -> str:
    """The rows that changed between two releases with bulk files."""
    return f"/data/{campaign_id}/changes/{old}/{new}.jsonl"
