"""Where are the services the console speaks to, and what seals its cookies?"""

from pydantic import SecretStr

from chassis.base.settings import Settings


class ConsoleSettings(Settings):
    """The console's own settings; addresses come from `COUNTERSIGN_<SERVICE>_URL`."""

    leads_url: str = ""
    deals_url: str = ""
    orders_url: str = ""
    collections_url: str = ""
    approvals_url: str = ""
    insights_url: str = ""
    worker_url: str = ""
    session_secret: SecretStr = SecretStr("")
    secure_cookies: bool = False  # True behind https
    session_hours: int = 12  # no longer than the tokens of approvals live
    demo_logins: list[str] = []  # shown on the sign-in page of the embedded stack
