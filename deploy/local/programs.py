"""The commands of the local form. Those of the portal are read from the rendered systemd units, so that what is tried
here is what an operator starts.
"""

import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.places import Places
from portal.errors import InputError

UNITS = ("public", "staff", "ingest", "publisher", "warm")
PACKAGES = {
    "nginx": "nginx-light",
    "postgres": "postgresql",
    "redis-server": "redis-server",
    "openssl": "openssl",
    "setpriv": "util-linux",
}


@dataclass(frozen=True)
class Program:
    """One program that is kept running. `stop` is the signal that ends it in order."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    stop: str = "TERM"


def find(name: str) -> str:
    """Path of a program. Raises InputError that names its Debian package."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"])
    found = shutil.which(name, path=path)
    if found is None:
        raise InputError([f"{name} is not installed: install the Debian package {PACKAGES.get(name, name)}"])
    return found


def as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return [find("setpriv"), "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]


def database_program(places: Places, name: str, *settings: str) -> Program:
    """PostgreSQL, `primary` or `standby`, with more settings than those of its file."""
    port = str(places.database_port(name))
    command = [find("postgres"), "-D", str(places.database(name)), "-p", port, f"--cluster_name={name}", *settings]
    return Program(name, (*as_postgres(), *command), stop="INT")


def programs(places: Places) -> list[Program]:
    """All of them in the order in which they start; they stop in the opposite order."""
    return [
        *(database_program(places, name) for name in ("primary", "standby")),
        Program("redis", (find("redis-server"), str(places.etc / "redis" / "natyija.conf"))),
        *(unit_program(places, name) for name in UNITS),
        Program("nginx", (*nginx(places), "-g", "daemon off;"), stop="QUIT"),
    ]


def nginx(places: Places) -> list[str]:
    """The command of nginx with our configuration."""
    return [find("nginx"), "-c", str(places.etc / "nginx" / "nginx.conf"), "-p", str(places.run)]


def unit_program(places: Places, name: str) -> Program:
    """What the unit of a role starts, with its environment file."""
    unit = places.etc / "systemd" / f"natyija-{name}.service"
    found = {"ExecStart": "", "EnvironmentFile": ""}
    for line in unit.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        if key in found:
            found[key] = value
    lines = Path(found["EnvironmentFile"]).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    command = shlex.split(found["ExecStart"].replace('"', "'").replace("'", "\\'"))
    return Program(name, tuple(command), {key: value for key, _, value in pairs})
