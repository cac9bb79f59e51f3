"""Headers of every staff answer: nothing is kept, nothing foreign is loaded, nobody frames these pages."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import request
from werkzeug.wrappers import Response

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "no-store",
    }
)
TRANSPORT = "max-age=31536000"
SENT_FILE = "no-cache"
"""What a file that is sent says by itself; it would be kept, and these files are not for keeping."""


def guard(response: Response) -> Response:
    """The response with every header that it does not set itself."""
    if response.headers.get("Cache-Control") == SENT_FILE:
        del response.headers["Cache-Control"]
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", TRANSPORT)
    return response
