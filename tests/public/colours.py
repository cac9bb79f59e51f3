"""Colours as people with the three common deficiencies of colour vision see them (Machado, Oliveira and Fernandes 2009,
full severity), and how far two of them are apart (CIE L*a*b*, D65).
"""

import re
from itertools import combinations
from pathlib import Path

MATRICES = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def tokens(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Colour tokens of a style sheet: in the light scheme, in the dark one."""
    text = path.read_text(encoding="utf-8")
    light, _, rest = text.partition("(prefers-color-scheme: dark)")
    named = [
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})\b", part)) for part in (light, rest.partition("\n}")[0])
    ]
    return named[0], {**named[0], **named[1]}


def closest(colours: dict[str, str], vision: str) -> tuple[float, tuple[str, str]]:
    """The smallest distance between two of the colours, and which two they are."""
    pairs = combinations(sorted(colours), 2)
    return min((distance(colours[one], colours[other], vision), (one, other)) for one, other in pairs)


def distance(one: str, other: str, vision: str) -> float:
    """How far apart two colours are for this vision; 2 can just be told, 10 is told at a glance."""
    left, right = (_lab(_seen(_linear(colour), vision)) for colour in (one, other))
    return sum((a - b) ** 2 for a, b in zip(left, right, strict=True)) ** 0.5


def _linear(colour: str) -> tuple[float, ...]:
    digits = colour.lstrip("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    parts = [int(pair, 16) / 255 for pair in pairs]
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _seen(colour: tuple[float, ...], vision: str) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, part)) for part in _times(MATRICES[vision], colour))


def _lab(colour: tuple[float, ...]) -> tuple[float, float, float]:
    parts = [part / white for part, white in zip(_times(TO_XYZ, colour), WHITE, strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _times(matrix: tuple[tuple[float, ...], ...], colour: tuple[float, ...]) -> list[float]:
    return [sum(factor * part for factor, part in zip(row, colour, strict=True)) for row in matrix]
