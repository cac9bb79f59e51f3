"""docs/openapi.json, written anew from the routes of the application: `python -m scripts.interface`."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.app import create_app
from portal.public.open_data.openapi import describe
from portal.settings import Settings
from scripts.repository import ROOT

PAGE = ROOT / "docs" / "openapi.json"


def text() -> str:
    """What the page must hold."""
    with TemporaryDirectory() as home:
        document = describe(create_app(settings=Settings(home=Path(home))))
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
