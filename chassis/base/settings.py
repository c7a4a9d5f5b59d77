"""What can be set from outside, and how?"""

from pathlib import Path
from typing import Literal

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Each field is the environment variable `COUNTERSIGN_<FIELD>`; a service adds its own in its `settings.py`."""

    model_config = SettingsConfigDict(env_prefix="COUNTERSIGN_", extra="ignore")

    # Where the service answers.
    host: str = "127.0.0.1"
    port: int = 8000

    # PostgreSQL: one database and one role per service, `postgresql://role:password@host:port/database`.
    database_url: SecretStr = SecretStr("")
    pool_size: int = 10
    lock_wait_s: float = 2.0  # for a row that somebody else holds; then 503, try again

    # NATS: one user per service. Empty: no events go out or come in (the outbox keeps them).
    nats_url: str = ""
    nats_user: str = ""
    nats_password: SecretStr = SecretStr("")
    consumer_look_s: float = 10.0  # how often it is asked whether the consumers stand and move

    # Who signs tokens, and for whom. `jwks` is a file or an address.
    issuer: str = "http://127.0.0.1:8005"
    audience: str = "countersign"
    jwks: str = ""

    # Who this process is when it asks for a token of its own (client credentials).
    client_id: str = ""
    client_secret: SecretStr = SecretStr("")
    # Instead of asking for one: a token kept in a file (it is read again when it changes).
    token_file: Path | None = None

    # Numbers of contracts and orders are counted by the years of this place.
    tz: str = "Asia/Shanghai"

    log_format: str = "console"
    log_level: str = "INFO"


class MailSettings(Settings):
    """Of a service that sends mail: the server that takes it. Without one, mail is given up."""

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "ssl", "insecure"] = "starttls"
    mail_from: str = "Countersign <countersign@localhost>"
