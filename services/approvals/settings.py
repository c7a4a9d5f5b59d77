"""What can be set for approvals, besides what every service has?"""

from decimal import Decimal
from typing import Literal

from pydantic import Field, SecretStr

from chassis.base.settings import Settings


class ApprovalsSettings(Settings):
    """`signing_key` is the PEM of the issuer's EC key; without one, tokens end with this process."""

    signing_key: SecretStr | None = None
    clients: dict[str, SecretStr] = {}  # who may ask for a process token: {"worker": "secret"}
    person_token_seconds: int = Field(default=12 * 3600, ge=60)
    process_token_seconds: int = Field(default=600, ge=60)

    # Notices: the address of the console that links lead to, and the mail server. Without one, mail is given up.
    console_url: str = "http://127.0.0.1:8080"
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "ssl", "insecure"] = "starttls"
    mail_from: str = "Countersign <countersign@localhost>"
    # A robot that answers elsewhere (a private installation, Lark): {"feishu": "https://open.larksuite.com"}.
    channel_hosts: dict[str, str] = {}
    # Hosts of one's own network that webhooks may lead to, also without https.
    webhook_hosts: list[str] = []
    # Up to this amount a link decides without signing in; 0: none does; nothing: every amount.
    one_click_up_to: Decimal | None = Decimal(100_000)
    one_click_currency: str = "CNY"
