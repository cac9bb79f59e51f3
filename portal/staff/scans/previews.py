"""Pictures of a scan's pages, and the file itself as a download; only what was examined is ever shown."""

from flask import send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from portal.scans.desk import stored_file
from portal.scans.examine import preview
from portal.staff.allow import Scope, allow
from portal.staff.desk import desk
from portal.staff.scans.base import READERS, blueprint, private, the_scan


@blueprint.get("/<campaign>/scans/<int:seq>/<int:number>.webp")
@allow(*READERS, scope=Scope.CAMPAIGN)
def picture(campaign: str, seq: int, number: int) -> Response:
    """The picture of one page."""
    with desk().read() as session:
        scan = the_scan(session, campaign, seq)
    place = preview(private(), scan.sha256, number)
    if not place.is_file():
        raise NotFound
    return send_file(place.resolve(), mimetype="image/webp")


@blueprint.get("/<campaign>/scans/<int:seq>/file")
@allow(*READERS, scope=Scope.CAMPAIGN)
def file(campaign: str, seq: int) -> Response:
    """The file as it came, always as a download: a browser never opens it here. Recorded as an export."""
    here = desk()
    with here.read() as session:
        scan = the_scan(session, campaign, seq)
    place = stored_file(private(), scan.sha256, scan.extension)
    if not place.is_file():
        raise NotFound
    with here.act("scan.download", campaign, f"scan:{seq}", after=scan.sha256):
        name = f"{scan.precinct}-{scan.kind}-{scan.sha256[:12]}.{scan.extension}"
    return send_file(place.resolve(), mimetype="application/octet-stream", as_attachment=True, download_name=name)
