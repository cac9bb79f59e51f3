"""Checking borders before they are taken: their shapes, each other, and what they lie in."""

from collections import Counter
from collections.abc import Mapping, Sequence

import shapely

from geo.matching import Matching, Unit

SLIVER = 0.01
"""Share of the smaller area from which an overlap is a mistake and not the thickness of a line."""
OUTSIDE = 0.05
"""Share of an area from which lying outside of its parent is a mistake."""
GAP = 0.00001
"""Square degrees (about a tenth of a square kilometre) from which a hole between units is worth a line."""
KINDS = {"points": ("Point",), "areas": ("Polygon", "MultiPolygon")}


def shape_problems(matching: Matching, shapes: Sequence[shapely.Geometry | None], kind: str) -> list[str]:
    """Rows without a shape, with one of a wrong kind, or with an invalid one; and codes that occur twice."""
    problems = []
    for number, (code, label, shape) in enumerate(zip(matching.codes, matching.labels, shapes, strict=True), 1):
        where = f"feature {number} ({code or label})"
        if shape is None or shape.is_empty:
            problems.append(f"{where}: has no shape")
        elif shape.geom_type not in KINDS[kind]:
            problems.append(f"{where}: is a {shape.geom_type}, {' or '.join(KINDS[kind])} is needed")
        elif not shape.is_valid:
            reason = shapely.is_valid_reason(shape)
            problems.append(f"{where}: invalid shape: {reason}; mend it, or let --repair do so")
    twice = [code for code, count in Counter(matching.codes).items() if code and count > 1]
    return [*problems, *(f"{code}: {matching.codes.count(code)} features, one is needed" for code in twice)]


def coverage_problems(areas: Mapping[str, shapely.Geometry]) -> tuple[list[str], list[str]]:
    """Mistakes and remarks about areas that lie side by side: overlaps and holes between them."""
    codes, shapes = list(areas), list(areas.values())
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    problems, notes = [], []
    for left, right in zip(*pairs.tolist(), strict=True):
        if left >= right:
            continue
        common = shapes[left].intersection(shapes[right]).area
        share = common / min(shapes[left].area, shapes[right].area)
        if share > SLIVER:
            problems.append(f"{codes[left]} and {codes[right]} overlap by {share:.1%} of the smaller one")
        elif share > SLIVER / 100:
            notes.append(f"{codes[left]} and {codes[right]} overlap along their border ({share:.2%})")
    whole = shapely.union_all(shapes)
    for part in shapely.get_parts(whole).tolist():
        for ring in part.interiors:
            hole = shapely.Polygon(ring)
            if hole.area > GAP:
                centre = hole.representative_point()
                notes.append(f"nothing covers {hole.area:.5f} square degrees around {centre.y:.3f} N {centre.x:.3f} E")
    return problems, notes


def parent_problems(
    areas: Mapping[str, shapely.Geometry], units: Mapping[str, Unit], parents: Mapping[str, shapely.Geometry]
) -> list[str]:
    """Areas that lie to a large part outside of the area of their parent."""
    problems = []
    for code, area in areas.items():
        parent = parents.get(units[code].parent)
        if parent is None or not area.area:
            continue
        share = area.difference(parent).area / area.area
        if share > OUTSIDE:
            problems.append(f"{code}: {share:.1%} of its area lies outside of {units[code].parent}")
    return problems


def point_problems(
    points: Mapping[str, shapely.Point], areas: Mapping[str, shapely.Geometry], units: Mapping[str, Unit]
) -> list[str]:
    """Points of precincts outside of their precinct's border, or else of their territory's."""
    problems = []
    for code, point in points.items():
        name, area = next(((n, areas[n]) for n in (code, units[code].parent) if n in areas), ("", None))
        if area is not None and not area.intersects(point):
            problems.append(f"precinct {code}: its point lies outside of {name}")
    return problems
