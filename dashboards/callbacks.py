"""What a callback request may look like; anything else is refused before Dash sees it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

LARGEST = 64 * 1024  # bytes
FIGURE, PICKED = "figure", "picked"
ADDRESS = "address"
DRAW, PICK = f"..{FIGURE}.figure...{FIGURE}.style..", f"{PICKED}.children"
_OUTPUTS = MappingProxyType({DRAW: ((FIGURE, "figure"), (FIGURE, "style")), PICK: ((PICKED, "children"),)})
_INPUTS: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        DRAW: ((ADDRESS, "pathname"), (ADDRESS, "search")),
        PICK: ((FIGURE, "clickData"),),
    }
)
_STATES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({DRAW: (), PICK: ((ADDRESS, "pathname"),)})


def is_well_formed(body: Any) -> bool:
    """Whether the body asks for one of our outputs with exactly its inputs, of the types that a page sends."""
    if not isinstance(body, dict) or not isinstance(body.get("output"), str):
        return False
    output = body["output"]
    if output not in _INPUTS or not _outputs(body.get("outputs"), output):
        return False
    state = body.get("state", [])
    return _rows(body.get("inputs"), _INPUTS[output]) and _rows(state, _STATES[output]) and _changed(body)


def _outputs(value: Any, output: str) -> bool:
    wanted = _OUTPUTS[output]
    rows = [value] if len(wanted) == 1 else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return False
    return tuple((row.get("id"), row.get("property")) for row in rows) == wanted


def _rows(value: Any, wanted: tuple[tuple[str, str], ...]) -> bool:
    if not isinstance(value, list) or len(value) != len(wanted):
        return False
    return all(
        (
            isinstance(row, dict)
            and (row.get("id"), row.get("property")) == pair
            and isinstance(row.get("value"), dict if pair == (FIGURE, "clickData") else str)
        )
        or (isinstance(row, dict) and pair == (FIGURE, "clickData") and row.get("value") is None)
        for row, pair in zip(value, wanted, strict=True)
    )


def _changed(body: dict[str, Any]) -> bool:
    changed = body.get("changedPropIds", [])
    return isinstance(changed, list) and all(isinstance(name, str) for name in changed)


def picked_precinct(click: Any) -> str | None:
    """The precinct number behind the point that was clicked; None when the click says none."""
    if not isinstance(click, dict):
        return None
    points = click.get("points")
    first = points[0] if isinstance(points, list) and points else None
    number = first.get("customdata") if isinstance(first, dict) else None
    return number if isinstance(number, str) else None
