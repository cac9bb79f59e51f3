"""Packages: upload one and see what would change before anything does; take the draft away as one."""

import hashlib
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from flask import flash, redirect, request, send_file, url_for
from flask_babel import gettext, ngettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.errors import InputError
from portal.preparation.draft import changes_to, count_changed, draft_of
from portal.preparation.editing import Desk as EditingDesk
from portal.preparation.editing import take_package
from portal.preparation.folder import write_folder
from portal.preparation.package_rows import ReadPackage, rows_of_folder
from portal.preparation.zip_files import pack, unpack
from portal.publication.transparency.durable import make_folder, write_new
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.functions import Function
from portal.staff.pages import page
from portal.staff.preparation import words
from portal.staff.preparation.base import READERS, blueprint, the_draft

FOLDER = "uploaded-packages"


@blueprint.get("/campaigns/package/")
@allow(Function.OUIIS)
def any_package() -> Response:
    """Upload a package of any campaign, a new one too."""
    return _upload_page("")


@blueprint.post("/campaigns/package/")
@allow(Function.OUIIS)
def take_any_package() -> Response:
    """Preview a package, or take the one that was previewed."""
    return _taken("")


@blueprint.get("/<campaign>/preparation/package/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN)
def own_package(campaign: str) -> Response:
    """Upload a package of this campaign."""
    the_draft(campaign)
    return _upload_page(campaign)


@blueprint.post("/<campaign>/preparation/package/")
@allow(Function.OUIIS, scope=Scope.CAMPAIGN)
def take_own_package(campaign: str) -> Response:
    """Preview a package, or take the one that was previewed."""
    return _taken(campaign)


@blueprint.get("/<campaign>/preparation/package.zip")
@allow(*READERS, scope=Scope.CAMPAIGN)
def download(campaign: str) -> Response:
    """The draft as a package; an export, so it is recorded."""
    draft, here = the_draft(campaign), desk()
    with tempfile.TemporaryDirectory(prefix="natyija-draft-") as folder:
        write_folder(draft, Path(folder), here.settings.private)
        data = pack(Path(folder))
    with here.act("draft.exported", campaign, f"draft:{campaign}", after=hashlib.sha256(data).hexdigest()):
        pass
    return send_file(BytesIO(data), "application/zip", as_attachment=True, download_name=f"{campaign}.zip")


def _taken(campaign: str) -> Response:
    here = desk()
    previewed = request.form.get("sha256", "")
    try:
        data = _kept(here.settings.private, previewed) if previewed else _uploaded(here.settings.private)
        read = _read(data, here.settings.private, here.election_now())
        if campaign and read.campaign != campaign:
            raise InputError([f"campaign.toml: the package is of campaign {read.campaign}, not of {campaign}"])
        if not previewed:
            return _preview(campaign, data, read)
        at = EditingDesk(read.campaign, here.actor, "", here.election_now())
        seen = request.form.get("seen", "0")
        with here.write() as session:
            changed = take_package(session, at, read.rows, int(seen) if seen.isdigit() else -1)
    except InputError as error:
        return _upload_page(campaign, error.problems)
    flash(ngettext("%(num)s row was changed.", "%(num)s rows were changed.", changed))
    return redirect(url_for("preparation.overview", campaign=read.campaign), 303)


def _preview(campaign: str, data: bytes, read: ReadPackage) -> Response:
    with desk().read() as session:
        draft = draft_of(session, read.campaign)
    counts = count_changed(changes_to(draft, read.rows), draft)
    return page(
        "preparation/package_preview.html",
        campaign=campaign,
        of=read.campaign,
        draft=draft,
        sha256=hashlib.sha256(data).hexdigest(),
        counts=[(words.sheet_name(name), *counts[name]) for name in counts],
        notes=read.notes,
    )


def _upload_page(campaign: str, problems: tuple[str, ...] = ()) -> Response:
    return page("preparation/package.html", 422 if problems else 200, campaign=campaign, problems=problems[:500])


def _uploaded(private: Path) -> bytes:
    file = request.files.get("package")
    data = file.read() if file else b""
    if not data:
        raise InputError([gettext("No file was chosen; choose the zip of a package.")])
    folder = private / FOLDER
    make_folder(folder)
    path = folder / f"{hashlib.sha256(data).hexdigest()}.zip"
    if not path.exists():
        write_new(path, data, mode=0o600)
    return data


def _kept(private: Path, sha256: str) -> bytes:
    path = private / FOLDER / f"{sha256}.zip"
    if not (len(sha256) == 64 and sha256.isalnum() and path.is_file()):
        raise NotFound
    return path.read_bytes()


def _read(data: bytes, private: Path, now: datetime) -> ReadPackage:
    with tempfile.TemporaryDirectory(prefix="natyija-package-") as folder:
        return rows_of_folder(unpack(data, Path(folder) / "package"), now, private)
