"""Staff pages of scans: the queue of the check by territory, the check itself, bringing and replacing scans."""

from portal.staff.scans import check, previews, queue, upload
from portal.staff.scans.base import blueprint

__all__ = ["blueprint", "check", "previews", "queue", "upload"]
