"""Words for how far a count has come and for what is not there: of a running campaign, and of one in the archive.

Of an archive nothing more is to come: what it lacks is named as lacking, never as late.
"""

from dataclasses import dataclass

from flask_babel import gettext


@dataclass(frozen=True, slots=True)
class Word:
    """A state in words, with one sentence that defines it."""

    label: str
    definition: str
    source: str = ""
    """The paragraph that it rests on."""


def progress() -> dict[str, Word]:
    """How much of a running campaign is in, by state."""
    return {
        "none": Word(
            gettext("no results yet"), gettext("No figures of the vote count have been published yet."), "R139 ¶82"
        ),
        "preliminary": Word(
            gettext("preliminary"),
            gettext("Figures of the ballot scanners only; the protocols are still to come."),
            "R53 ¶24",
        ),
        "partial": Word(gettext("partial"), gettext("Protocols have come from some of the precincts."), "R139 ¶82"),
        "complete": Word(
            gettext("complete"), gettext("All expected protocols are in; the results are not official yet."), "R139 ¶82"
        ),
        "official": Word(
            gettext("official"), gettext("Officially published by decision of the commission."), "R139 ¶84"
        ),
    }


def progress_of_archive() -> dict[str, Word]:
    """The same states where they are final: what an archive holds."""
    return {
        "none": Word(gettext("no results"), gettext("The archive holds no results here.")),
        "preliminary": Word(
            gettext("ballot scanners only"),
            gettext("The archive holds the figures of the ballot scanners only, no protocols."),
        ),
        "partial": Word(gettext("partial"), gettext("The archive holds the protocols of some of the precincts.")),
        "complete": Word(
            gettext("complete"),
            gettext("The archive holds all protocols; the official publication of the results is not part of it."),
        ),
        "official": progress()["official"],
    }


def flags() -> dict[str, Word]:
    """What is said of the figures of a precinct beside its progress."""
    return {
        "invalidated": Word(
            gettext("invalidated"),
            gettext(
                "Declared invalid by a decision: the sums of votes leave these figures out, turnout includes them; "
                "they stay readable."
            ),
            "R139 ¶75",
        ),
        "corrected": Word(
            gettext("corrected"), gettext("A later version replaced an earlier one; both stay readable."), "R53 ¶45"
        ),
        "recounted": Word(gettext("recounted"), gettext("The figures come from an ordered recount."), "R139 ¶73"),
        "held": Word(gettext("held"), gettext("A new figure is being checked; until then the published value stays.")),
    }


def flags_within() -> dict[str, Word]:
    """The same for territories, contests and campaigns: they are flagged because of precincts within them."""
    return {
        "invalidated": Word(
            gettext("with invalidated precincts"),
            gettext(
                "Voting totals of some precincts were declared invalid: the sums of votes leave them out; turnout, "
                "numbers of voters and of precincts received include them."
            ),
            "R139 ¶75",
        ),
        "corrected": Word(
            gettext("with corrections"),
            gettext("Figures of some precincts were replaced; all versions stay readable."),
            "R53 ¶45",
        ),
        "recounted": Word(
            gettext("with recounts"), gettext("Figures of some precincts come from an ordered recount."), "R139 ¶73"
        ),
        "held": Word(
            gettext("with figures held"),
            gettext("New figures of some precincts are being checked; until then the published values stay."),
        ),
    }


def missing(archive: bool) -> dict[str, str]:
    """Why a count of a precinct is not there."""
    return {
        "waiting": gettext("is not in the archive") if archive else gettext("has not come in yet"),
        "held": gettext("has come in and is being checked"),
        "no_machine_result": gettext("there will be no ballot-scanner (ASU) report"),
    }


def nothing_yet() -> dict[str, str]:
    """What is said where something has not been published yet."""
    return {
        "votes": gettext("No votes have been published yet."),
        "territory_votes": gettext("No votes of this territory have been published yet."),
        "precinct_votes": gettext("No votes of this precinct have been published yet."),
        "results": gettext("No results of this precinct have been published yet."),
        "turnout": gettext("No turnout has been published yet."),
        "scans": gettext("No scan has been published yet."),
        "scan": gettext("none yet"),
    }


def nothing_in_archive() -> dict[str, str]:
    """What is said where an archive lacks it."""
    return {
        "votes": gettext("The archive holds no votes here."),
        "territory_votes": gettext("The archive holds no votes here."),
        "precinct_votes": gettext("The archive holds no votes here."),
        "results": gettext("The archive holds no results of this precinct."),
        "turnout": gettext("The archive holds no turnout figures."),
        "scans": gettext("The archive holds no scans."),
        "scan": gettext("none"),
    }


def force(archive: bool) -> Word:
    """What figures are worth that are not officially published here: without legal force (R139 ¶82)."""
    if archive:
        return Word("", gettext("Figures of the archive are for information and have no legal force."))
    return Word(
        "",
        gettext("Preliminary information without legal force, protocols included, until the official publication."),
        "R139 ¶82",
    )
