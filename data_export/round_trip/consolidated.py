"""The signed consolidated protocols of a release as files of a package, with the commissions that signed them."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.domain.documents import ConsolidatedDocument, ContestDocument

Row = dict[str, Any]
_HEAD = ("signed_at", "uik_count", "ordinary_count", "remote_count", "members", "signed", "opinions")


def consolidated_rows(contests: Iterable[ContestDocument], write: Callable[[str, Row], None]) -> None:
    """Write the newest protocol of each commission, contest and kind. A commission that the documents do not describe
    is left out with its protocols; the one above it is named only where it signed too.
    """
    newest: dict[tuple[str, str, str], ConsolidatedDocument] = {}
    positions: dict[str, list[int]] = {}
    for contest in contests:
        positions[contest["code"]] = [option["position"] for option in contest["options"]]
        for signed in contest.get("consolidated", ()):
            if "about" in signed:
                newest[signed["commission"], contest["code"], signed["kind"]] = signed
    described = {signed["commission"]: signed for signed in newest.values()}
    for code, signed in sorted(described.items()):
        about = signed["about"]
        parent = about["parent"] if about["parent"] in described else ""
        place = {"commission": code, "kind": about["kind"], "parent": parent}
        names = {f"name_{language}": about["name"][language] for language in ("ky", "ru", "en")}
        write("commissions", {**place, "territory": signed["territory"], "contest": about["contest"], **names})
    for (code, contest_code, kind), signed in sorted(newest.items()):
        head: Row = {"commission": code, "contest": contest_code, "kind": kind}
        write("consolidated", {**head, **{name: signed.get(name) for name in _HEAD}, **signed["lines"]})
        for position, votes in zip(positions[contest_code], signed["votes"], strict=True):
            write("consolidated_votes", {**head, "position": position, "votes": votes})
