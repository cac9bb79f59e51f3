"""The words that the script of the map writes, in the language of the page."""

from flask_babel import gettext


def script_words() -> dict[str, str]:
    """Keys of static/js/map.js → words; %(…)s stands for what the script puts in."""
    return {
        "of": gettext("%(part)s of %(whole)s", part="{part}", whole="{whole}"),
        "noData": gettext("no data"),
        "precinct": gettext("Precinct No. %(number)s", number="{number}"),
        "open": gettext("Open the page"),
        "zoom": gettext("Show its parts"),
        "close": gettext("Close"),
        "newest": gettext("Newest"),
        "upTo": gettext("Up to %(time)s", time="{time}"),
        "others": gettext("other options"),
        "own": gettext("precincts of the region itself: zoom in"),
        "outside": gettext("does not vote in this contest"),
        "tie": gettext("equal votes"),
        "againstAll": gettext("Against all"),
        "schematic": gettext("schematic area, not a border"),
        "voters": gettext("Voters"),
        "circles": gettext("Circles: their size shows the number of voters"),
        "loading": gettext("Loading…"),
        "failed": gettext("The map's data could not be loaded. The table above holds the same figures."),
        "noLocation": gettext("Your device gave no location. Click on the map instead."),
        "count_scanner": gettext("ASU"),
        "count_protocol": gettext("Protocol"),
        "kind_ordinary": gettext("precinct"),
        "kind_remote": gettext("remote precinct"),
        "kind_abroad": gettext("precinct abroad"),
        "map": gettext("Map: arrow keys move between the units, Enter opens one"),
    }
