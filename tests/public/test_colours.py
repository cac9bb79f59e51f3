"""The palette for people with the three common deficiencies of colour vision."""

from itertools import pairwise

import pytest

from portal.public.map_svg import OTHERS, option_classes
from portal.public.statics import ROOT
from tests.public.colours import MATRICES, closest, distance, tokens

AT_A_GLANCE = 15
NEIGHBOURS = 9
GROUPS = {"site.css": ("scanner", "protocol", "turnout"), "map.css": ("o0", "o1", "o2", "others")}
KINDS = ("k0", "k1", "k2")


@pytest.mark.parametrize("vision", MATRICES)
@pytest.mark.parametrize(("sheet", "names"), [*GROUPS.items(), ("map.css", KINDS)])
def test_colours_that_stand_side_by_side_are_told_apart(sheet, names, vision):
    for scheme in tokens(ROOT / "css" / sheet):
        found, pair = closest({name: scheme[name] for name in names}, vision)
        assert found >= AT_A_GLANCE, (pair, found)


@pytest.mark.parametrize("vision", MATRICES)
@pytest.mark.parametrize("scale", ["a", "b"])
def test_steps_of_a_scale_are_told_from_their_neighbours(scale, vision):
    for scheme in tokens(ROOT / "css" / "map.css"):
        steps = [scheme[f"{scale}{step}"] for step in range(6)]
        assert min(distance(one, other, vision) for one, other in pairwise(steps)) >= NEIGHBOURS


def test_the_measure_finds_two_colours_that_look_alike():
    assert distance("#2f6f9f", "#6b5a9a", "full") > 25
    assert distance("#2f6f9f", "#6b5a9a", "deuteranopia") < 3


def test_a_map_of_leaders_needs_four_colours_and_a_pattern_for_all_but_one():
    classes = set(option_classes(list(range(17))).values())
    assert classes == {"o0", "o1", "o2", OTHERS}
    sheet = (ROOT / "css" / "map.css").read_text(encoding="utf-8")
    for name in classes - {"o0"} | {"tie", "none"}:
        assert f".{name} {{ fill: url(#map-{name}); }}" in sheet
