"""What is secret in this stack, made once and kept readable for its owner only?"""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chassis.auth.tokens import jwks_of, new_key, pem_of
from chassis.events.streams import CONSUMING_SERVICES
from deploy.embedded.streams import ADMIN
from messages.services import SERVICES

NATS_USERS = (ADMIN, *CONSUMING_SERVICES)


@dataclass(frozen=True, kw_only=True, repr=False)
class Secrets:
    """The passwords, the issuer's key pair and the identities of this stack."""

    postgres_admin: str
    databases: dict[str, str]
    nats: dict[str, str]
    signing_key: str
    jwks: dict[str, Any]
    worker_secret: str
    console_session: str


def load_or_create_secrets(path: Path) -> Secrets:
    """The secrets in the file; the first call makes them."""
    if not path.exists():
        _write_private(path, json.dumps(asdict(_make_secrets()), indent=2))
    return Secrets(**json.loads(path.read_text()))


def _make_secrets() -> Secrets:
    key = new_key()
    return Secrets(
        postgres_admin=secrets.token_hex(24),
        databases={service: secrets.token_hex(24) for service in SERVICES},
        nats={user: secrets.token_hex(24) for user in NATS_USERS},
        signing_key=pem_of(key).decode(),
        jwks=jwks_of(key),
        worker_secret=secrets.token_hex(24),
        console_session=secrets.token_hex(32),
    )


def _write_private(path: Path, text: str) -> None:
    """All or nothing, 0600 from the first byte on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
