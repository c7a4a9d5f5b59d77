"""What can be set for approvals, besides what every service has?"""

from pydantic import Field, SecretStr

from chassis.settings import Settings


class ApprovalsSettings(Settings):
    """`signing_key` is the PEM of the issuer's EC key; without one, tokens end with this process."""

    signing_key: SecretStr | None = None
    clients: dict[str, SecretStr] = {}  # who may ask for a process token: {"worker": "secret"}
    person_token_seconds: int = Field(default=12 * 3600, ge=60)
    process_token_seconds: int = Field(default=600, ge=60)
