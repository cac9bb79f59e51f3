"""The content security policy of the explorers: scripts from our origin and by hash, styles by hash, nothing inline."""

from collections.abc import Iterable

STYLE_HASHES: tuple[str, ...] = (
    "sha256-+QoPrsxO0auPnxSulD3bAr9CoDGgzv7YRfYE0vfxeQI=",
    "sha256-0IJGrxhCP5NUIafylLkj5118xkZH1kp5FmNio7NOckI=",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "sha256-Aq43X0SlmB69maWGob4rp/UuSHhwePalkRRExtsxOJ8=",
    "sha256-Do5Z9ZqsPvCQTUBQS9BnDm/2+on7omuzuLYk5sbA+2s=",
    "sha256-ITR5T9OwskhdqdsliUJRmgp9ltOFAHgXe1F7eRvGnmQ=",
    "sha256-MJs2ke1SA6Cy3tTCZu2QH0rj0r//iNqU0idy9bM4leg=",
    "sha256-SkhFDxgIcEjMhRh19uSHWrkdnAlZ9rlskgr9yLsipa8=",
    "sha256-VUA+tqvhK3niMn7AdszqidMFPRh9FLqxB2iINUrsiTw=",
    "sha256-X2TqJwnIiE/ceDVeAdr7v7BOWBU6CEzE6qxlNzBzvBk=",
    "sha256-Z8VokGxeiKThZOEmkdUgfW+jxbvItBwAXC8M1c4wqAM=",
    "sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o=",
    "sha256-uDiOZWps1U7E8/0BTaQrclYMhVhRVE4dT0vb5X6nXOw=",
)
"""Style elements that Dash and plotly.js (one only its full bundle) put into the page; a browser test holds them."""


def policy(script_hashes: Iterable[str]) -> str:
    """The header's value; `script_hashes` are quoted, as Dash's `csp_hashes` gives them."""
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *script_hashes)),
            " ".join(("style-src 'self'", *(f"'{value}'" for value in STYLE_HASHES))),
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
