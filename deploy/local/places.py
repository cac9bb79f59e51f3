"""Where the local form lies, which ports it takes, and the values that its templates are filled with."""

import json
import os
import resource
import secrets
from dataclasses import dataclass
from pathlib import Path

from deploy.render import DEFAULTS, read_values

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
FOLDER = ROOT / "var" / "local"
PORT = 8600
PORTS = 6
LOGINS = ("staff", "ingest", "publisher", "standby", "owner")


@dataclass(frozen=True)
class Places:
    """One local form: everything it writes lies in `folder`, its ports are the six from `port` on."""

    folder: Path
    port: int = PORT

    @property
    def home(self) -> Path:
        """NATYIJA_HOME of every role."""
        return self.folder / "home"

    @property
    def etc(self) -> Path:
        """What was rendered."""
        return self.folder / "etc"

    @property
    def run(self) -> Path:
        """Sockets and process ids."""
        return self.folder / "run"

    @property
    def logs(self) -> Path:
        """What every program said."""
        return self.folder / "logs"

    @property
    def caches(self) -> tuple[Path, Path]:
        """What nginx keeps by itself, and the finished pages that it sends."""
        return self.folder / "cache", self.folder / "pages"

    def database(self, name: str) -> Path:
        """Data folder of PostgreSQL, `primary` or `standby`."""
        return self.folder / name

    @property
    def public_url(self) -> str:
        """The public pages, without TLS."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def staff_url(self) -> str:
        """The staff pages."""
        return f"https://localhost:{self.port + 2}"

    @property
    def ingest_url(self) -> str:
        """The intake of machines."""
        return f"https://localhost:{self.port + 3}"

    def database_port(self, name: str) -> int:
        """Port of PostgreSQL, `primary` or `standby`."""
        return self.port + {"primary": 4, "standby": 5}[name]

    def passwords(self) -> dict[str, str]:
        """Passwords of the database's logins, made once."""
        place = self.folder / "passwords.json"
        if not place.exists():
            place.touch(mode=0o600)
            place.write_text(json.dumps({name: secrets.token_urlsafe(24) for name in LOGINS}), encoding="utf-8")
        found: dict[str, str] = json.loads(place.read_text(encoding="utf-8"))
        return found

    def store_url(self, login: str) -> str:
        """The store as one login sees it: whichever of the two servers takes writes."""
        user = "natyija_owner" if login == "owner" else f"portal_{login}"
        ports = f"{self.database_port('primary')},{self.database_port('standby')}"
        hosts = f"{LOOPBACK},{LOOPBACK}"
        where = f"natyija?host={hosts}&port={ports}&target_session_attrs=read-write"
        return f"postgresql://{user}:{self.passwords()[login]}@/{where}"

    def values(self) -> dict[str, str]:
        """What the templates are filled with: an operator's file, but for addresses and sizes."""
        own = {"STAFF": self.port + 2, "INGEST": self.port + 3}
        return read_values(DEFAULTS) | {
            "ROOT": str(ROOT),
            "HOME": str(self.home),
            "ETC": str(self.etc),
            "RUN": str(self.run),
            "LOGS": str(self.logs),
            "CACHE": str(self.caches[0]),
            "PAGES": str(self.caches[1]),
            "BACKUPS": str(self.folder / "backups"),
            "CERTIFICATES": str(self.etc / "certificates"),
            "HOSTS": "public staff ingest",
            "NGINX_USER": "root" if os.geteuid() == 0 else f"{os.environ.get('USER', 'nobody')}",
            "PUBLIC_NAME": "localhost",
            "STAFF_NAME": "localhost",
            "INGEST_NAME": "localhost",
            "PUBLIC_LISTEN": f"{LOOPBACK}:{self.port}",
            "PUBLIC_TLS_LISTEN": f"{LOOPBACK}:{self.port + 1}",
            **{f"{name}_LISTEN": f"{LOOPBACK}:{port}" for name, port in own.items()},
            "STAFF_URL": self.staff_url,
            "SITE_URL": self.public_url,
            "CONNECTIONS": "3000",
            "OPEN_FILES": str(min(65536, resource.getrlimit(resource.RLIMIT_NOFILE)[1])),
            "CACHE_SIZE": "1g",
            "WARM_HOST": self.public_url,
            "WARM_OPTIONS": "--overview --encoding gzip",
            "PUBLIC_WORKERS": "2",
            "MACHINE_RATE": "2000",
            "MACHINE_BURST": "4000",
            "REDIS_MEMORY": "128mb",
            "POSTGRES_ADDRESSES": LOOPBACK,
            "POSTGRES_LOCAL": "trust",
            "POSTGRES_BUFFERS": "128MB",
            "SYNCHRONOUS_STANDBYS": "standby",
            "ARCHIVE_COMMAND": "/bin/true",
            "STAFF_DATABASE": self.store_url("staff"),
            "INGEST_DATABASE": self.store_url("ingest"),
            "PUBLISHER_DATABASE": self.store_url("publisher"),
            "MIRROR_SOURCE": self.public_url,
            "DATA_SECONDS": "60",
            "METRICS_PORT": "0",
        }
