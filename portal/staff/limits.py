"""So often may one address knock in a minute; the locks that last are in the store (portal.staff.lockout)."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address, strategy="fixed-window")
KNOCKS = "30 per minute"
