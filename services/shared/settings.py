# SPDX-License-Identifier: MPL-2.0
"""What a process is told from outside, read once."""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class SettingRefused(Exception):
    """A setting is missing or makes no sense. The text is one sentence for the operator."""


class Settings(BaseModel):
    """One frozen object. An empty URL means: not given."""

    model_config = ConfigDict(frozen=True)

    database_url: str = ""
    """The administrator's; a service connects as its own role, see `service_dsn`."""
    nats_url: str = ""
    nats_token: str | None = None
    smtp_url: str = ""
    """smtp://[user:password@]host:port, smtps:// for TLS from the start, smtp+starttls:// for TLS after greeting."""
    public_url: str = ""
    """What people type, without a slash at the end; links in mails begin with it."""
    mail_sender: str = "Åben Kommune <svar-ikke@aaben-kommune.example>"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    data_dir: Path = Path("data")
    keep_servers: bool = True
    """Start servers of our own again when they die; "no" is for tests that take them away."""
    secret: str = ""
    """Keys for signatures and, where none are given, the passwords of the database roles come from it."""
    municipality: str = "Fløjby Kommune (demo)"
    """The name on every page."""
    was_url: str = ""
    """The accessibility statement at was.digst.dk; empty: our own page."""
    texts_override: Path | None = None
    """A TOML file in which a municipality words single sentences its own way."""
    service_urls: Mapping[str, str] = Field(default_factory=dict[str, str])
    """The whole connection URL of a service, where it is not made from the administrator's."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, *, join: bool = True) -> "Settings":
        """Read the environment; what it lacks is taken from the instance running under DATA_DIR, if there is one.

        `join=False` is for that instance itself.

        Raises SettingRefused with a sentence that names the variable.
        """
        names = {name: name.upper() for name in cls.model_fields if name != "service_urls"}
        given: dict[str, Any] = {name: environment[key] for name, key in names.items() if environment.get(key)}
        data_dir = Path(given.get("data_dir", "data"))
        instance = instance_file(data_dir)
        running: dict[str, Any] = json.loads(instance.read_text(encoding="utf-8")) if join and instance.exists() else {}
        try:
            settings = cls.model_validate({**running, **given, "service_urls": _service_urls(environment)})
        except ValidationError as error:
            first = error.errors()[0]
            variable = "_".join(str(part) for part in first["loc"]).upper()
            raise SettingRefused(f"{variable} cannot be {first['input']!r}: {first['msg'].lower()}.") from None
        public_url = settings.public_url or f"http://127.0.0.1:{settings.port}"
        return settings.model_copy(update={"public_url": public_url.rstrip("/")})

    def require(self, *names: str) -> None:
        """Raise SettingRefused when one of these fields is empty."""
        for name in names:
            if not getattr(self, name):
                raise SettingRefused(
                    f"{name.upper()} is not set, and nothing started with `make run` is running under {self.data_dir}."
                )


def instance_file(data_dir: Path) -> Path:
    """Where a running `python -m services` tells the other commands how to reach it."""
    return data_dir / "instance.json"


def role_password(secret: str, service: str) -> str:
    """The password of a service's database role, derived from the secret."""
    return hmac.new(secret.encode(), f"database role {service}".encode(), hashlib.sha256).hexdigest()


def service_dsn(settings: Settings, service: str) -> str:
    """How `service` connects: `<SERVICE>_DATABASE_URL`, or the administrator's URL with the service's own role."""
    if given := settings.service_urls.get(service):
        return given
    settings.require("database_url", "secret")
    parts = urlsplit(settings.database_url)
    place = parts.netloc.rpartition("@")[2]
    user = f"{quote(service)}:{role_password(settings.secret, service)}"
    return urlunsplit(parts._replace(netloc=f"{user}@{place}"))


def _service_urls(environment: Mapping[str, str]) -> dict[str, str]:
    suffix = "_DATABASE_URL"
    return {key.removesuffix(suffix).lower(): url for key, url in environment.items() if key.endswith(suffix) and url}
