"""What can be set for approvals, besides what every service has?"""

from decimal import Decimal

from pydantic import Field, SecretStr

from chassis.base.settings import MailSettings


class ApprovalsSettings(MailSettings):
    """`signing_key` is the PEM of the issuer's EC key; without one, tokens end with this process."""

    signing_key: SecretStr | None = None
    clients: dict[str, SecretStr] = {}  # who may ask for a process token: {"worker": "secret"}
    person_token_seconds: int = Field(default=12 * 3600, ge=60)
    process_token_seconds: int = Field(default=600, ge=60)

    # Notices: the address of the console that links lead to.
    console_url: str = "http://127.0.0.1:8080"
    # A robot that answers elsewhere (a private installation, Lark): {"feishu": "https://open.larksuite.com"}.
    channel_hosts: dict[str, str] = {}
    # Hosts of one's own network that webhooks may lead to, also without https.
    webhook_hosts: list[str] = []
    # Up to this amount a link decides without signing in; 0: none does; nothing: every amount.
    one_click_up_to: Decimal | None = Decimal(100_000)
    one_click_currency: str = "CNY"
