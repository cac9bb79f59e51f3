"""Finished pages in a folder, for tests: asking for them, what lies there, and a release that changes one of them."""

import os
from pathlib import Path

from flask import Flask

from portal.public.kept import CURRENT, KeptPages
from portal.public.notes import NOTES
from tests.published import documents as d
from tests.published.tree import Tree, a_campaign

PAGE = "/ru/kg2025/territory/2/"
OTHER = "/ru/kg2025/contest/1/"


def files(folder: Path) -> list[Path]:
    """The pages that lie there for all versions of the code."""
    versions = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    return [path for version in versions for path in version.rglob("*") if path.is_file() and NOTES not in path.name]


def ask(app: Flask, path: str = PAGE, encoding: str = "br"):
    return app.test_client().get(path, headers={"Accept-Encoding": encoding})


def current(folder: Path, path: str) -> list[bytes]:
    """What the web server would send for an address now."""
    return [file.read_bytes() for file in (folder / CURRENT).glob(f"*/br{path}*") if file.is_file()]


def sent(folder: Path, *, ever: bool = True) -> None:
    """The web server has sent every page that lies there, or none of them."""
    for file in files(folder):
        os.utime(file, (int(ever), file.stat().st_mtime))


def publish_another(tree: Tree, voters: int) -> None:
    """Another state of territory 2 is published."""
    tree.publish("kg2025", {**a_campaign(), "territories/2.json": d.territory("2", [d.precinct(voters=voters)])})


def keeper_of(app: Flask) -> KeptPages:
    """What keeps the pages of an application."""
    keeper: KeptPages = app.wsgi_app._kept
    return keeper
