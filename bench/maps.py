"""What the maps cost: `python -m bench.maps CAMPAIGN REPEATS`, in a home whose campaign is published.

Prints seconds of drawing the geometry of the newest configuration, as the first release with it does, and of what a
light release adds: the former index read, the values of one precinct's territories made and encoded, the index written.
"""

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import orjson

from bench.publisher import publication_of_documents
from geo.geography import Geography, Site
from geo.map_files import map_files
from geo.release_maps import MapValues, former_rows
from geo.values import INDEX
from portal.publication.archive import encode
from portal.publication.publish import Publication
from portal.store.queries.boundaries import boundaries
from portal.store.queries.configuration import configuration, precincts


def main(campaign: str, repeats: int) -> None:
    """Measure both in this process; the first drawing loads the libraries too and is left out."""
    with publication_of_documents() as publication:
        geography = _geography(publication, campaign)
        folder = publication.archive.folder(campaign, 1)
    parents = {each.code: each.parent for each in geography.territories}
    drawings = [_seconds(lambda: list(map_files(geography))) for _ in range(repeats + 1)]
    values = [_seconds(partial(_values, folder, parents)) for _ in range(repeats)]
    print(json.dumps({"drawings": drawings[1:], "values": values}))


def _geography(publication: Publication, campaign: str) -> Geography:
    with publication.store.read() as session:
        stored = configuration(session, campaign)
        named = boundaries(session, campaign, stored.version)
        sites = tuple(Site.of(each) for each in precincts(session, campaign, stored.version))
    private = publication.archive.home / "private" / "boundaries"
    borders = {name: private / f"{sha256}.geojson" for name, sha256 in named.items()}
    return Geography(tuple(stored.territories), tuple(stored.contests), sites, borders)


def _values(folder: Path, parents: dict[str, str]) -> None:
    """The maps' part of a release in which one precinct changed."""
    former = former_rows(orjson.loads((folder / INDEX).read_bytes()))
    maps = MapValues(lambda path, document: encode(document), lambda path, content: None, list(former), former)
    code = next(each for each in parents if each not in parents.values())
    while code:
        maps.territory(orjson.loads((folder / "territories" / f"{code}.json").read_bytes()))
        code = parents[code]
    maps.finish()


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
