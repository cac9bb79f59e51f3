"""All settings: one table of name, default and help (docs/settings.md is tested against it).

Settings are read from the environment, prefix NATYIJA_. An unknown NATYIJA_ variable or a wrong value stops the start
with a hint, because a misspelt setting that is silently ignored is found on election night.
"""

import difflib
import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import Field, NonNegativeInt, PositiveInt, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from portal.errors import InputError

PREFIX = "NATYIJA_"


class Mode(StrEnum):
    """Which of the two instances this is (R53 ¶54-61)."""

    MAIN = "main"
    TEST = "test"


class LogLevel(StrEnum):
    """From which level on events are logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class OpenLicence(StrEnum):
    """Licences of the Open Definition under which the files may be published."""

    CC_BY_4 = "CC-BY-4.0"
    CC0_1 = "CC0-1.0"
    ODC_BY_1 = "ODC-BY-1.0"
    PDDL_1 = "PDDL-1.0"


class Settings(BaseSettings):
    """The settings of one process; every field is one row of the table."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True, env_ignore_empty=True)

    home: Path = Field(
        default=Path("var"), description="Folder that holds everything written: database, keys, releases."
    )
    database_url: str = Field(
        default="", description="Address of the store: postgresql://… or sqlite:///PATH; empty: SQLite in the home."
    )
    redis_url: str = Field(
        default="",
        description="Redis shared by the web workers: page cache, login limit of staff; empty: each worker for itself.",
    )
    pages: Path | None = Field(
        default=None, description="Folder of finished pages that the web server in front sends itself; empty: none."
    )
    site_url: str = Field(
        default="",
        pattern=r"^(https?://[^/\s]+)?$",
        description="Public address, https://…, for feeds, sitemap and share pictures; empty: they name paths only.",
    )
    security_contact: str = Field(
        default="",
        pattern=r"^((https://|mailto:|tel:)\S+)?$",
        description="Where to report a weakness (security.txt) and what cannot be read (accessibility statement): "
        "https://…, mailto:… or tel:…; empty: the about page.",
    )
    public_proxies: NonNegativeInt = Field(
        default=0, description="How many proxies of ours stand before the public pages and name the caller's address."
    )
    staff_url: str = Field(
        default="",
        pattern=r"^(https://[^/\s]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?)?$",
        description="Address of the staff pages, https://…; only a loopback address may do without https. "
        "Empty: any host name, cookies over https only.",
    )
    staff_proxies: NonNegativeInt = Field(
        default=0, description="How many proxies of ours stand before the staff pages and name the caller's address."
    )
    mode: Mode = Field(
        default=Mode.MAIN, description="main or test: a test instance says so on all it makes (R53 ¶54)."
    )
    coalesce_seconds: PositiveInt = Field(
        default=5, description="Seconds in which the publisher gathers changes into one release."
    )
    data_seconds: PositiveInt = Field(
        default=300, description="Seconds between two bulk data parts while facts change."
    )
    metrics_port: int = Field(
        default=0,
        ge=0,
        le=65_535,
        description="Loopback port of the publisher's figures for Prometheus (/metrics); 0: none.",
    )
    explorers: bool = Field(default=True, description="Dash explorers under /{lang}/explore/: true or false.")
    licence: OpenLicence = Field(
        default=OpenLicence.CC_BY_4, description="Licence of the open data: CC-BY-4.0, CC0-1.0, ODC-BY-1.0 or PDDL-1.0."
    )
    log_level: LogLevel = Field(default=LogLevel.INFO, description="debug, info, warning or error.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Values given in code, then the environment; no hidden files."""
        return init_settings, env_settings

    @property
    def store_url(self) -> str:
        """Address of the store, the SQLite file in the home by default."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'natyija.db'}"

    @property
    def public(self) -> Path:
        """The whole public world of files (design, contract 2)."""
        return self.home / "public"

    @property
    def private(self) -> Path:
        """Scans and boundaries that are not published yet."""
        return self.home / "private"


def load_settings(**values: Any) -> Settings:
    """The settings of this process; `values` override the environment.

    Raises InputError that lists every unknown NATYIJA_ variable with the nearest known name and every wrong value.
    """
    problems = _unknown(os.environ)
    try:
        settings = Settings(**values)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            name = PREFIX + "_".join(str(part) for part in wrong["loc"]).upper()
            problems.append(f"{name}: {wrong['input']!r} cannot be used: {wrong['msg']}")
    if problems:
        raise InputError(problems)
    return settings


def variables() -> dict[str, tuple[str, str]]:
    """Default and help of every setting, by the name of its environment variable."""
    return {
        PREFIX + name.upper(): ("" if field.default is None else str(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    }


def _unknown(environment: Mapping[str, str]) -> list[str]:
    known = list(variables())
    problems = []
    for name in sorted(environment):
        if not name.upper().startswith(PREFIX) or name in known:
            continue
        near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.0)
        problems.append(f"{name}: unknown setting; did you mean {near[0]}? All are listed in docs/settings.md")
    return problems
