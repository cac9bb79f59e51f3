"""What geometry raises."""

from collections.abc import Sequence


class BordersRefused(Exception):
    """A file of borders cannot be taken; `problems` says for each what, where, and what to do."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class DrawingFailed(OSError):
    """The second process that draws a campaign's maps came to no end; nothing of them was kept."""
