"""Headers of every public answer: what may be kept for how long, and what a browser may do with it."""

from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.wrappers import Response

from portal.public.durations import DAYS, HOURS, MINUTES, SECONDS, YEARS

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""Pages without a script connect to nothing; those who examine one in a browser read robots.txt through it."""
LIVE_POLICY = f"{CONTENT_SECURITY_POLICY}; script-src 'self'"
"""For pages with scripts of this host, which ask it for newer figures."""
FRAMED_POLICY = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""For the cards that other sites may show in a frame, and for nothing else."""
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
PLACE_PERMISSIONS = PERMISSIONS.replace("geolocation=()", "geolocation=(self)")
"""For the map, which may be asked where the reader stands."""
SECURITY: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)
SHARED: Mapping[str, str] = MappingProxyType(
    {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Expose-Headers": "ETag",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
)
HTML = "text/html; charset=utf-8"
JSON = "application/json"
CSV = "text/csv; charset=utf-8"


def keep_for(seconds: int, *, while_revalidate: int = 0, if_error: int = 0, immutable: bool = False) -> str:
    """A Cache-Control value for public answers; all durations in seconds."""
    parts = ["public", f"max-age={seconds}"]
    parts += [f"stale-while-revalidate={while_revalidate}"] if while_revalidate else []
    parts += [f"stale-if-error={if_error}"] if if_error else []
    return ", ".join([*parts, "immutable"] if immutable else parts)


PAGE = keep_for(5 * SECONDS, while_revalidate=1 * MINUTES, if_error=1 * DAYS)
POINTER = keep_for(2 * SECONDS, while_revalidate=10 * SECONDS, if_error=1 * HOURS)
REDIRECT = keep_for(1 * MINUTES, if_error=1 * DAYS)
LASTING = keep_for(1 * YEARS, immutable=True)
STATIC = keep_for(1 * HOURS, while_revalidate=1 * DAYS, if_error=7 * DAYS)
MISSING = keep_for(10 * SECONDS)
NOTHING = "no-store"


def secure(response: Response) -> Response:
    """The response with every security header that it does not set itself, and never a cookie."""
    for name, value in SECURITY.items():
        response.headers.setdefault(name, value)
    response.headers.pop("Set-Cookie", None)
    return response


def share_with_everyone(response: Response) -> Response:
    """Data that any page of any site may read."""
    response.headers.update(SHARED)
    return response
