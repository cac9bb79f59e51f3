"""The areas of the staff pages: each is a module or package with a `blueprint`, and what it puts into the navigation.

Add an area by one entry in AREAS; its views live below /staff/{lang} and declare @allow(…).
"""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from flask import Blueprint

from portal.staff.functions import Function
from portal.staff.said import N_

PREFIX = "/staff/<any(ky, ru, en):lang>"


@dataclass(frozen=True, slots=True)
class Link:
    """A page in the navigation: its label (a msgid), endpoint, and who sees the link. A page inside a campaign is
    shown while one is open.
    """

    label: str
    endpoint: str
    functions: tuple[Function, ...]
    in_campaign: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """One part of the staff pages."""

    module: str
    links: tuple[Link, ...] = ()

    def blueprint(self) -> Blueprint:
        """The area's blueprint; its module is loaded now."""
        return cast(Blueprint, importlib.import_module(self.module).blueprint)


AREAS: tuple[Area, ...] = (
    Area("portal.staff.home"),
    Area("portal.staff.login"),
    Area("portal.staff.activation"),
    Area("portal.staff.people", (Link(N_("Accounts"), "people.index", (Function.IT, Function.AUDITOR)),)),
    Area("portal.staff.auditing", (Link(N_("Audit trail"), "auditing.index", (Function.AUDITOR,)),)),
    Area("portal.staff.inquiries", (Link(N_("Inquiries"), "inquiries.index", (Function.AUDITOR, Function.OUIIS)),)),
    Area("portal.staff.own", (Link(N_("Own sessions"), "own.sessions", tuple(Function)),)),
    Area(
        "portal.staff.preparation",
        (
            Link(
                N_("Campaigns"),
                "preparation.index",
                (
                    Function.OUIIS,
                    Function.ADMINISTRATOR,
                    Function.TEST_OFFICER,
                    Function.APPROVER,
                    Function.AUDITOR,
                ),
            ),
            Link(
                N_("Preparation"),
                "preparation.overview",
                (Function.OUIIS, Function.ADMINISTRATOR, Function.TEST_OFFICER),
                in_campaign=True,
            ),
        ),
    ),
    Area(
        "portal.staff.devices",
        (
            Link(
                N_("Devices"),
                "devices.overview",
                (
                    Function.OUIIS,
                    Function.ADMINISTRATOR,
                    Function.ASU_OPERATOR,
                    Function.TEST_OFFICER,
                    Function.IT,
                    Function.AUDITOR,
                ),
                in_campaign=True,
            ),
        ),
    ),
    Area(
        "portal.staff.testing",
        (
            Link(
                N_("Testing"),
                "testing.overview",
                (Function.TEST_OFFICER, Function.IT, Function.OUIIS, Function.APPROVER, Function.AUDITOR),
                in_campaign=True,
            ),
            Link(N_("From the test instance"), "testing.carried_over", (Function.TEST_OFFICER,)),
        ),
    ),
    Area(
        "portal.staff.console",
        (
            Link(
                N_("Console"),
                "console.console",
                (Function.OUIIS, Function.APPROVER, Function.TEST_OFFICER, Function.IT, Function.AUDITOR),
                in_campaign=True,
            ),
            Link(N_("Incident log"), "console.incident_log", (Function.OUIIS, Function.APPROVER, Function.IT)),
        ),
    ),
    Area(
        "portal.staff.reader_reports",
        (
            Link(
                N_("Reports of readers"), "reader_reports.index", (Function.OUIIS, Function.APPROVER, Function.AUDITOR)
            ),
        ),
    ),
    Area(
        "portal.staff.scans",
        (
            Link(N_("Check of scans"), "scans.index", (Function.OUIIS, Function.AUDITOR), in_campaign=True),
            Link(N_("Scans of the commission"), "scans.mine", (Function.ADMINISTRATOR,), in_campaign=True),
        ),
    ),
    Area(
        "portal.staff.publication",
        (
            Link(
                N_("Publication"),
                "publication.overview",
                (Function.OUIIS, Function.APPROVER, Function.AUDITOR),
                in_campaign=True,
            ),
        ),
    ),
    Area(
        "portal.staff.decisions",
        (
            Link(
                N_("Decisions"),
                "decisions.index",
                (Function.OUIIS, Function.APPROVER, Function.AUDITOR),
                in_campaign=True,
            ),
        ),
    ),
    Area(
        "portal.staff.printouts",
        (Link(N_("Printouts"), "printouts.choose", (Function.ADMINISTRATOR, Function.OUIIS), in_campaign=True),),
    ),
    Area(
        "portal.staff.entry",
        (Link(N_("Entry of papers"), "entry.choose", (Function.ADMINISTRATOR, Function.OUIIS), in_campaign=True),),
    ),
)


def links() -> Iterator[Link]:
    """Every link of the navigation, in the order of the areas."""
    for area in AREAS:
        yield from area.links
