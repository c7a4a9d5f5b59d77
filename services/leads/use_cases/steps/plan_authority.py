"""May this person change this campaign or activity? A step of other use cases."""

from chassis.db.database import is_in_scope
from chassis.db.unit_of_work import Work
from messages.errors import Forbidden
from services.leads.domain.campaigns.plans import may_plan
from services.leads.tables import ActivityRow, CampaignRow


def is_planner(work: Work, row: CampaignRow | ActivityRow) -> bool:
    actor = work.actor
    return may_plan(actor.roles, is_own=row.owner_id == actor.id, is_in_scope=is_in_scope(row, actor.scope))


def must_be_planner(work: Work, row: CampaignRow | ActivityRow, verb: str) -> None:
    """Raises Forbidden."""
    if not is_planner(work, row):
        raise Forbidden(verb, "LEA-113")
