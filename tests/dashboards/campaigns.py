"""The small campaign of the public tests, with its territories in the configuration as a builder writes them."""

from typing import Any

from tests.published.tree import Documents, a_campaign


def explored(id: str = "kg2025", **campaign: Any) -> Documents:
    documents = a_campaign(id, **campaign)
    region, district = documents["territories/1.json"], documents["territories/2.json"]
    documents["configuration.json"]["territories"] = [
        {"code": "1", "parent": "", "level": 1, "kind": "region", "name": region["name"], "precincts": 0},
        {"code": "2", "parent": "1", "level": 2, "kind": "district", "name": district["name"], "precincts": 2},
    ]
    return documents
