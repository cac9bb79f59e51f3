"""Units are sandboxed, and the public one has neither network nor database nor keys."""

from pathlib import Path

import pytest

from deploy.render import HERE

UNITS = sorted((HERE / "systemd").glob("*.service.template"))
ALWAYS = {
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "CapabilityBoundingSet=",
    "RestrictNamespaces=yes",
    "SystemCallFilter=@system-service",
}


def unit(name: str) -> set[str]:
    text = (HERE / "systemd" / f"natyija-{name}.service.template").read_text()
    return set(text.splitlines())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_is_sandboxed(path: Path) -> None:
    assert set(path.read_text().splitlines()) >= ALWAYS


@pytest.mark.parametrize("name", ["public", "staff", "ingest", "publisher", "warm"])
def test_what_ends_is_started_again_for_ever(name: str) -> None:
    assert {"Restart=always", "StartLimitIntervalSec=0"} <= unit(name)


def test_the_public_unit_has_no_network_no_keys_and_reads_only() -> None:
    public = unit("public")
    assert {"PrivateNetwork=yes", "RestrictAddressFamilies=AF_UNIX", "ReadOnlyPaths=@HOME@"} <= public
    assert any(line.startswith("InaccessiblePaths=") and "@HOME@/keys" in line for line in public)


def test_the_publisher_may_let_its_second_process_give_way() -> None:
    lines = (HERE / "systemd" / "natyija-publisher.service.template").read_text().splitlines()
    assert lines.index("SystemCallFilter=setpriority") > lines.index("SystemCallFilter=~@privileged @resources")
