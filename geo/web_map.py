"""The interactive map, made by folium: the script that a page runs, with Leaflet from our own origin and nothing else.

folium's page would load ten files from four hosts; here only its script is used. Layers fetch their GeoJSON and values
by address when they come into view (static/js/map.js), so the script holds no figure and changes with the borders only.
"""

from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.elements import JSCSSMixin
from folium.map import Layer
from folium.template import Template

from geo.levels import Level

ATTRIBUTION = {
    "ky": "Чек аралар: шайлоо комиссиясы же Natural Earth; багыт алуу үчүн гана",
    "ru": "Границы: избирательная комиссия или Natural Earth; только для ориентира",
    "en": "Borders: election commission or Natural Earth; for orientation only",
}
ZOOM_IN = {"ky": "Чоңойтуу", "ru": "Приблизить", "en": "Zoom in"}
ZOOM_OUT = {"ky": "Кичирейтүү", "ru": "Отдалить", "en": "Zoom out"}


class ResultsMap(folium.Map):
    """A Leaflet map without tiles, and without the libraries that folium adds to every page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.default_js = [("leaflet", "leaflet.js")]
        self.default_css = [("leaflet_css", "leaflet.css")]


class Words(MacroElement):
    """What Leaflet itself writes on a map, in one language; its own prefix carries a flag and is left out."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.attributionControl.setPrefix(false);
        {{ this._parent.get_name() }}.attributionControl.addAttribution({{ this.attribution|tojavascript }});
        L.control.zoom({{ this.zoom|tojavascript }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, language: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "words"
        self.attribution = ATTRIBUTION[language]
        self.zoom = {"zoomInTitle": ZOOM_IN[language], "zoomOutTitle": ZOOM_OUT[language]}


class UnitsLayer(JSCSSMixin, Layer):
    """A level of units, fetched by address: `Natyija.units` of static/js/map.js draws it."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = Natyija.units({{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, level: Level, language: str) -> None:
        super().__init__(name=level.name, overlay=True, control=False)
        self._name = "units"
        self.options: dict[str, Any] = {
            "level": level.name,
            "url": level.path,
            "key": level.key,
            "minZoom": level.min_zoom,
            "maxZoom": level.max_zoom,
            "language": language,
        }


def map_script(levels: list[Level], bounds: tuple[float, float, float, float], language: str) -> bytes:
    """The script of the map in one language; `bounds` are west, south, east, north of what it shows first."""
    west, south, east, north = bounds
    drawn = ResultsMap(tiles=None, zoom_control=False, prefer_canvas=False)
    drawn.options.update(zoomSnap=0.25, scrollWheelZoom=False, minZoom=4, maxZoom=17)
    _number(drawn, "map", 1)
    words = Words(language)
    _number(words, "words", 1)
    drawn.add_child(words)
    for ordinal, level in enumerate(levels, 1):
        layer = UnitsLayer(level, language)
        _number(layer, "units", ordinal)
        drawn.add_child(layer)
    drawn.fit_bounds([[south, west], [north, east]])
    for ordinal, child in enumerate(drawn._children.values(), 1):
        if not isinstance(child, Words | UnitsLayer):
            _number(child, "part", ordinal)
    figure: Any = drawn.get_root()
    figure.render()
    script = figure.script.render() + f"\nNatyija.start({drawn.get_name()});\n"
    lines = (line.rstrip() for line in script.splitlines())
    return ("\n".join(line for line in lines if line) + "\n").encode()


def _number(element: Element, name: str, ordinal: int) -> None:
    """A lasting name instead of a random one: the same map is the same bytes."""
    element._name = name
    element._id = str(ordinal)
