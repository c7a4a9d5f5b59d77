"""What can be set for the workflow worker?"""

from pydantic import Field

from chassis.base.settings import Settings


class WorkflowSettings(Settings):
    """Each field is the environment variable `COUNTERSIGN_<FIELD>`."""

    nats_user: str = "workflows"

    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_ui_url: str = ""

    leads_url: str = "http://127.0.0.1:8102"
    deals_url: str = "http://127.0.0.1:8103"
    orders_url: str = "http://127.0.0.1:8104"
    collections_url: str = "http://127.0.0.1:8105"
    approvals_url: str = "http://127.0.0.1:8101"
    # Only watched: no process asks them for anything.
    insights_url: str = "http://127.0.0.1:8106"
    console_url: str = "http://127.0.0.1:8080"

    # So many working days before the protection of a registration ends, its owner is told; 0: he is not.
    protection_warning_days: int = Field(default=5, ge=0, le=60)
    # A keeper never sleeps longer; a run in virtual time may say a day.
    keeper_sleep_minutes: int = 15
    # How often what should run is compared with what does; 0: never by itself.
    reconcile_seconds: int = 300
