"""The arrows of import: what a layer may know. An arrow that is not here needs a decision record first."""

from pathlib import Path

import pytest

from tests.architecture.imports import imports, modules

ROOT = Path(__file__).parents[2]
ARROWS = {
    "portal.domain": set(),
    "portal.store": {"portal.domain"},
    # Machines sign with the notes of the log (docs/ingest.md).
    "portal.ingest": {"portal.audit", "portal.store", "portal.domain", "portal.publication.transparency"},
    "portal.audit": {"portal.store", "portal.domain", "portal.publication.transparency"},
    # What the staff pages and the printer do with papers: rules over store and domain, without Flask.
    "portal.entry": {"portal.store", "portal.domain"},
    # Staff pages lead to every service of the write side; they read no release (but for what is printed of one).
    "portal.staff": {
        "portal.entry",
        "portal.store",
        "portal.domain",
        "portal.ingest",
        "portal.audit",
        "portal.package",
        "portal.preparation",
        "portal.print",
        "portal.scans",
        "portal.publication.transparency",
        # Previews and held facts are judged by the publisher's own gate.
        "portal.publication",
    },
    # Files that nobody trusts: examined beside the store, kept as durably as the log.
    "portal.scans": {"portal.store", "portal.domain", "portal.publication.transparency"},
    # The log's formats stand alone: the publisher writes them, anyone verifies them. (First match counts.)
    "portal.publication.transparency": set(),
    "portal.publication": {"portal.publication.transparency", "portal.store", "portal.domain"},
    "portal.package": {"portal.store", "portal.domain"},
    # A draft becomes a configuration by the package's reader; what crosses instances is a signed note.
    "portal.preparation": {
        "portal.audit",
        "portal.ingest",
        "portal.package",
        "portal.store",
        "portal.domain",
        "portal.publication.transparency",
    },
    # Readers name the root of the log at the foot of every page.
    "portal.published": {"portal.domain", "portal.publication.transparency"},
    "portal.verify": {"portal.publication.transparency", "portal.published", "portal.domain"},
    # A mirror reads what a verifier reads and keeps it.
    "portal.mirror": {"portal.verify", "portal.publication.transparency", "portal.published"},
    "portal.public": {"portal.published"},
    "portal.print": {"portal.published", "portal.domain"},
    "dashboards": {"portal.published", "portal.domain"},
    "geo": {"portal.domain"},
    "data_export": {"portal.domain"},
    "bench": set(),
}
# These put the layers together, so they know all of them; no layer knows these.
COMPOSERS = ("portal.app", "portal.cli", "portal.demo", "portal.__main__", "bench")
BUILDER = "portal.publication.builder"
# Modules directly in portal/ (settings, errors, languages, …) know the domain only and are for every layer but these.
WITHOUT_COMMON_MODULES = {"portal.domain"}
READ_SIDE = (
    "portal.public",
    "portal.print",
    "portal.published",
    "portal.verify",
    "portal.mirror",
    "dashboards",
    "data_export",
    "geo",
)


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def layer_of(module: str) -> str | None:
    return next((layer for layer in ARROWS if within(module, layer)), None)


def is_composer(module: str) -> bool:
    return any(within(module, composer) for composer in COMPOSERS)


def is_common(module: str) -> bool:
    """Directly in portal/: part of no layer, usable by nearly all."""
    return module == "portal" or (module.startswith("portal.") and module.count(".") == 1 and layer_of(module) is None)


def may_import(importer: str, imported: str) -> bool:
    own, other = layer_of(importer), layer_of(imported)
    if is_composer(importer):
        return True
    if is_composer(imported):
        return False
    if within(importer, BUILDER):
        return True
    if is_common(imported):
        return imported == "portal" or own not in WITHOUT_COMMON_MODULES
    if is_common(importer):
        return other == "portal.domain"
    return own is not None and (own == other or other in ARROWS[own])


def crossings(root: Path) -> list[str]:
    found = dict.fromkeys(edge for edge in imports(root) if not may_import(*edge[:2]))
    return [f"{importer}:{line} imports {imported}" for importer, imported, line in found]


def test_modules_import_only_along_the_arrows() -> None:
    assert crossings(ROOT) == []


def test_every_package_belongs_to_a_layer() -> None:
    assert [name for name in modules(ROOT) if not (layer_of(name) or is_common(name) or is_composer(name))] == []


def test_nothing_on_the_read_side_reaches_the_store_by_any_way() -> None:
    edges: dict[str, set[str]] = {}
    for importer, imported, _ in imports(ROOT):
        edges.setdefault(importer, set()).add(imported)
    seen = {name for name in edges if any(within(name, package) for package in READ_SIDE)}
    waiting = list(seen)
    while waiting:
        for imported in edges.get(waiting.pop(), set()) - seen:
            seen.add(imported)
            waiting.append(imported)
    assert sorted(name for name in seen if within(name, "portal.store")) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("portal/domain/shares.py", "from portal.settings import Settings"),
        ("portal/domain/shares.py", "from ..store import models"),
        ("portal/store/models/fact.py", "import portal.publication.gate"),
        ("portal/published/reader.py", "def late():\n    from portal import store"),
        ("portal/public/pages.py", "from portal.store.queries import precincts"),
        ("portal/public/pages.py", "from portal.app import create_app"),
        ("portal/publication/transparency/leaf.py", "from portal.domain import shares"),
        ("portal/publication/gate.py", "import data_export"),
        ("portal/publication/builder.py", "from portal.cli import main"),
        ("portal/settings.py", "from portal.store import models"),
        ("portal/verify/tree.py", "from portal.publication import gate"),
        ("data_export/rows.py", "from portal.published import reader"),
        ("dashboards/turnout.py", "from portal.store import queries"),
    ],
)
def test_a_forbidden_import_is_noticed(tmp_path: Path, path: str, line: str) -> None:
    for name in ("portal/domain/shares.py", "portal/store/__init__.py", path):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    (tmp_path / path).write_text(line + "\n", encoding="utf-8")
    assert len(crossings(tmp_path)) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("portal/domain/tabulation.py", "from portal.domain.counts import Count"),
        ("portal/store/models/fact.py", "from portal.errors import StoreError"),
        ("portal/public/pages.py", "from portal.published.reader import Reader"),
        ("portal/publication/builder.py", "import data_export, geo"),
        ("portal/publication/publisher.py", "from portal.publication.builder import build"),
        ("portal/publication/publisher.py", "from portal.publication.transparency import leaf"),
        ("portal/verify/tree.py", "from portal.publication.transparency import leaf"),
        ("portal/cli/publish.py", "from portal.store import queries"),
        ("portal/errors.py", "from portal.domain.protocol_form import FormError"),
        ("portal/app.py", "from portal.public import pages"),
    ],
)
def test_an_import_along_the_arrows_is_allowed(tmp_path: Path, path: str, line: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(line + "\n", encoding="utf-8")
    assert crossings(tmp_path) == []
