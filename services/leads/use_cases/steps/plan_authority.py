"""May this person change this campaign or activity? A step of other use cases."""

from chassis.db.database import is_in_scope
from chassis.db.unit_of_work import Work
from services.leads.domain.campaigns import must_plan
from services.leads.tables import ActivityRow, CampaignRow


def must_be_planner(work: Work, row: CampaignRow | ActivityRow, verb: str) -> None:
    """Raises Forbidden."""
    actor = work.actor
    is_own = row.owner_id == actor.id
    must_plan(actor.roles, is_own=is_own, is_in_scope=is_in_scope(row, actor.scope), verb=verb)
