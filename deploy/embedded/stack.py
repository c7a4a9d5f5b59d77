"""Which processes make a stack, with which settings, and who waits for whom?"""

import json
import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.embedded.nats import nats_process
from deploy.embedded.postgres import Postgres
from deploy.embedded.process import Process, http_alive, http_ready
from deploy.embedded.secrets import NATS_USERS, Secrets
from deploy.embedded.state import ROOT
from deploy.embedded.temporal import temporal_process
from messages.services import SERVICES

SERVERS = ("postgres", "nats", "temporal")
PROGRAMS = (*SERVICES, "worker", "console")
NATS_USER = {"worker": "workflows"}
AUDIENCE = "countersign"
EVERYTHING = (*SERVERS, *PROGRAMS)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything of one stack is. A server that the settings name is used instead of an embedded one."""

    var: Path
    ports: Mapping[str, int]
    secrets: Secrets
    fast: bool = False
    postgres_admin_url: str | None = None
    nats_url: str | None = None
    nats_admin: tuple[str, str] | None = None
    nats_passwords: Mapping[str, str] = field(default_factory=dict)  # where they are not our own
    temporal_address: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)  # of every program, above its own
    postgres_options: Mapping[str, str] = field(default_factory=dict)  # of the embedded cluster, above our own
    demo_logins: Collection[str] = ()  # shown on the sign-in page

    @property
    def postgres(self) -> Postgres:
        """The embedded cluster."""
        return Postgres(
            self.var / "postgres",
            port=self.ports["postgres"],
            password=self.secrets.postgres_admin,
            fast=self.fast,
            options=self.postgres_options,
        )

    @property
    def admin_url(self) -> str:
        """Who may make databases and roles."""
        return self.postgres_admin_url or self.postgres.admin_url

    @property
    def nats(self) -> str:
        """The address of NATS."""
        return self.nats_url or f"nats://127.0.0.1:{self.ports['nats']}"

    @property
    def nats_admin_login(self) -> tuple[str, str]:
        """Who may make streams and consumers."""
        return self.nats_admin or ("admin", self.secrets.nats["admin"])

    @property
    def temporal(self) -> str:
        """The address of Temporal."""
        return self.temporal_address or f"127.0.0.1:{self.ports['temporal']}"

    @property
    def temporal_ui(self) -> str:
        """Where Temporal shows itself."""
        return os.environ.get("COUNTERSIGN_TEMPORAL_UI_URL") or f"http://127.0.0.1:{self.ports['temporal_ui']}"

    def url(self, name: str) -> str:
        """The address of a service, the worker's ops API or the console."""
        return f"http://127.0.0.1:{self.ports[name]}"

    def database_url(self, service: str) -> str:
        """The service's own database, as its own role."""
        server = self.admin_url.rsplit("@", 1)[1].split("/", 1)[0]
        return f"postgresql://{service}:{self.secrets.databases[service]}@{server}/{service}"


def named_servers() -> dict[str, Any]:
    """The servers that the settings name, for Layout. NATS must know our users: `nats_users` in `streams.py`."""
    named: dict[str, Any] = {
        "postgres_admin_url": os.environ.get("COUNTERSIGN_POSTGRES_ADMIN_URL"),
        "nats_url": os.environ.get("COUNTERSIGN_NATS_URL"),
        "temporal_address": os.environ.get("COUNTERSIGN_TEMPORAL_ADDRESS"),
    }
    user, password = os.environ.get("COUNTERSIGN_NATS_ADMIN_USER"), os.environ.get("COUNTERSIGN_NATS_ADMIN_PASSWORD")
    named["nats_admin"] = (user, password) if user and password else None
    passwords = {user: os.environ.get(f"NATS_PASSWORD_{user.upper()}", "") for user in NATS_USERS}
    return named | {"nats_passwords": {user: password for user, password in passwords.items() if password}}


def server_processes(layout: Layout) -> list[Process]:
    """The embedded servers, but those that the settings name elsewhere."""
    servers = []
    if layout.postgres_admin_url is None:
        servers.append(layout.postgres.process())
    if layout.nats_url is None:
        servers.append(nats_process(layout.var / "nats", layout.ports, layout.secrets.nats))
    if layout.temporal_address is None:
        servers.append(temporal_process(layout.var / "temporal", layout.ports, fast=layout.fast))
    return servers


def program_processes(layout: Layout, only: Collection[str] = PROGRAMS) -> list[Process]:
    """Our own programs: the services need the stores, the worker and the console need the services."""
    return [_program(layout, name) for name in PROGRAMS if name in only]


def program_environment(layout: Layout, name: str) -> dict[str, str]:
    """The settings of one program (chassis/base/settings.py), the secrets only of what it is."""
    env = {
        "COUNTERSIGN_SERVICE": name,
        "COUNTERSIGN_HOST": "127.0.0.1",
        "COUNTERSIGN_PORT": str(layout.ports[name]),
        "COUNTERSIGN_ISSUER": layout.url("approvals"),
        "COUNTERSIGN_AUDIENCE": AUDIENCE,
        "COUNTERSIGN_JWKS": str(layout.var / "jwks.json"),
        "COUNTERSIGN_LOG_FORMAT": "json",
        "PYTHONUNBUFFERED": "1",
    }
    env |= {f"COUNTERSIGN_{service.upper()}_URL": layout.url(service) for service in (*SERVICES, "worker", "console")}
    if name in SERVICES:
        env["COUNTERSIGN_DATABASE_URL"] = layout.database_url(name)
    user = NATS_USER.get(name, name)
    if user in layout.secrets.nats:
        env |= {"COUNTERSIGN_NATS_URL": layout.nats, "COUNTERSIGN_NATS_USER": user}
        env["COUNTERSIGN_NATS_PASSWORD"] = layout.nats_passwords.get(user) or layout.secrets.nats[user]
    return {**env, **_own_settings(layout, name), **layout.settings}


def _own_settings(layout: Layout, name: str) -> dict[str, str]:
    if name == "approvals":
        clients = json.dumps({"worker": layout.secrets.worker_secret})
        return {"COUNTERSIGN_SIGNING_KEY": layout.secrets.signing_key, "COUNTERSIGN_CLIENTS": clients}
    if name == "worker":
        client = {"COUNTERSIGN_CLIENT_ID": "worker", "COUNTERSIGN_CLIENT_SECRET": layout.secrets.worker_secret}
        return {
            "COUNTERSIGN_TEMPORAL_ADDRESS": layout.temporal,
            "COUNTERSIGN_TEMPORAL_UI_URL": layout.temporal_ui,
            **client,
        }
    if name == "console":
        session = {"COUNTERSIGN_SESSION_SECRET": layout.secrets.console_session}
        shown = {"COUNTERSIGN_DEMO_LOGINS": json.dumps(list(layout.demo_logins))}
        return {"COUNTERSIGN_TEMPORAL_UI_URL": layout.temporal_ui, **session, **shown}
    return {}


def _program(layout: Layout, name: str) -> Process:
    module = {"worker": "workflows.worker", "console": "console.main"}.get(name, f"services.{name}.main")
    needs = (*SERVERS, *SERVICES) if name in ("worker", "console") else ("postgres", "nats")
    return Process(
        name=name,
        command=[sys.executable, "-m", module],
        ready=http_ready(layout.ports[name], "/healthz" if name == "console" else "/readyz"),
        alive=http_alive(layout.ports[name], "/healthz"),
        needs=needs,
        env=program_environment(layout, name),
        port=layout.ports[name],
        popen={"cwd": ROOT},
    )
