"""Reading a file of borders or points in any format and coordinate system that geopandas knows."""

import warnings
from pathlib import Path

import geopandas
import pyogrio
from pyproj.exceptions import CRSError

from geo.errors import BordersRefused

DEGREES = "EPSG:4326"
FORMATS = (".geojson", ".json", ".gpkg", ".zip")
"""GeoJSON, GeoPackage and a zipped Shapefile."""


def read_features(path: Path, *, layer: str = "", crs: str = "") -> geopandas.GeoDataFrame:
    """The features of a file in degrees of longitude and latitude; `crs` is taken where the file names none.

    Raises BordersRefused.
    """
    if path.suffix.lower() not in FORMATS:
        raise BordersRefused(
            [f"{path.name}: is none of {', '.join(FORMATS)} (a Shapefile comes as a zip of its files)"]
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = [str(row[0]) for row in pyogrio.list_layers(path)]
            if len(names) > 1 and not layer:
                raise BordersRefused(
                    [f"{path.name}: holds the layers {', '.join(names)}; choose one with --layer-name"]
                )
            features = geopandas.read_file(path, layer=layer or names[0], engine="pyogrio")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise BordersRefused([f"{path.name}: cannot be read: {error}"]) from None
    if not isinstance(features, geopandas.GeoDataFrame) or features.empty:
        raise BordersRefused([f"{path.name}: holds no shapes"])
    return _in_degrees(path, features, crs)


def _in_degrees(path: Path, features: geopandas.GeoDataFrame, crs: str) -> geopandas.GeoDataFrame:
    try:
        if features.crs is None:
            if not crs:
                raise BordersRefused(
                    [f"{path.name}: names no coordinate system; name it with --crs, EPSG:32643 for example"]
                )
            features = features.set_crs(crs)
        found = features.to_crs(DEGREES)
    except CRSError as error:
        raise BordersRefused([f"{path.name}: the coordinate system is not known: {error}"]) from None
    west, south, east, north = found.total_bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BordersRefused(
            [f"{path.name}: coordinates are no degrees ({west:.1f} … {east:.1f}); name their system with --crs"]
        )
    return found
