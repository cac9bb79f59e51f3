"""HTTP from a machine to the portal, over one connection that is opened anew after a failure."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

from portal.errors import InputError

TIMEOUT = 15.0


class HttpPortal:
    """The intake at an address like https://ingest.example. Raises InputError for another kind of address."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError([f"{url}: write the portal's address as https://HOST or http://HOST:PORT"])
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout)

    def post_message(self, raw: bytes) -> tuple[int, bytes]:
        """Hand in a message; status and body."""
        return self._request("POST", "/ingest/v1/messages", raw, "text/plain")

    def put_scan(self, sha256: str, file: Path) -> tuple[int, bytes]:
        """Hand in a file; status and body."""
        return self._request("PUT", f"/ingest/v1/scans/{sha256}", file.read_bytes(), "application/octet-stream")

    def key(self) -> str:
        """The public key of receipts. Raises OSError when the answer is not one."""
        status, body = self._request("GET", "/ingest/v1/key", b"", "text/plain")
        if status != 200:
            raise OSError(f"the portal answered {status} when asked for its key")
        return body.decode()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _request(self, method: str, path: str, body: bytes, media_type: str) -> tuple[int, bytes]:
        try:
            self._connection.request(method, path, body or None, {"Content-Type": media_type})
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            self._connection.close()
            raise OSError(f"no proper answer: {error!r}") from error
        except OSError:
            self._connection.close()
            raise
