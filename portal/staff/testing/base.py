"""The blueprint of the pages of testing, and the reasons of its services in the language of the page."""

from flask import Blueprint

from portal.staff.said import N_, told

blueprint = Blueprint("testing", __name__)

_REASONS = (
    (
        r"tests are held in the test instance.*",
        N_("Tests are held in the test instance, never in the main one (R53 ¶54)."),
    ),
    (r"(title|begins|ends|stages): is empty", N_("Title, dates and stages of the plan must be given.")),
    (r"ends: the test ends before it begins", N_("The test ends before it begins.")),
    (r"decision: is empty", N_("Give the number of the chair's approval.")),
    (r"text: is empty", N_("Write what was found or done.")),
    (r".* made the plan; another person.*", N_("Whoever made the plan does not enter its approval (R53 ¶57).")),
    (r".* cannot follow now.*", N_("This step is not possible now; look at the page again.")),
    (r"number: nothing open.*", N_("Nothing open was found under this number.")),
    (
        r"passed: something was found.*",
        N_("Something was found in the last round or is not mended; repeat it (R53 ¶60)."),
    ),
    (r".* ordered it; another person.*", N_("Another person confirms that test data are deleted.")),
    (r"this is not a file that.*", N_("This is not a file that the test instance wrote.")),
    (r"sha256: the file has.*", N_("The file has another SHA-256 than the one you typed.")),
    (r"this is a test instance.*", N_("A configuration is carried into the main instance, not into a test one.")),
    (
        r"campaign (?P<a>\S+) was carried over already.*",
        N_("Campaign %(a)s was carried over already; that happens once."),
    ),
    (r"campaign (?P<a>\S+) has facts here.*", N_("Campaign %(a)s has facts here and cannot be carried over.")),
    (r".* brought the file; another person.*", N_("Another person than the one who brought the file confirms it.")),
    (r"the file \S+ was brought before.*", N_("This file was brought before; a second person confirms it.")),
)


def problem(text: str) -> str:
    """A service's reason in the language of the page, where it has one."""
    return told(text, _REASONS)
