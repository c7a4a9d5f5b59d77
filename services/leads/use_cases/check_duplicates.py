"""Is there a lead like this one already?"""

from chassis.unit_of_work import UnitOfWork
from messages.leads.leads import CheckDuplicates, DuplicateCandidate
from services.leads.domain import cleansing, duplicates, masking
from services.leads.settings import PHONE_REGION
from services.leads.store.identities import list_alike
from services.leads.store.views import may_read, names_of

MOST = 10


async def check_duplicates(command: CheckDuplicates, uow: UnitOfWork) -> list[DuplicateCandidate]:
    """The most alike first, each with the rule that matched; of what is not the asker's only a mask is shown."""
    asked = duplicates.Keys(
        phone=cleansing.phone_key(command.phone, region=PHONE_REGION),
        email=cleansing.email_key(command.email),
        company=cleansing.company_key(command.company),
        project=cleansing.project_key(command.project),
    )
    async with uow.begin() as work:
        found = []
        for lead, similarity in await list_alike(work, asked):
            known = duplicates.Keys(lead.phone_key, lead.email_key, lead.company_key, lead.project_key)
            if like := duplicates.likeness(asked, known, similarity=similarity):
                found.append((like, lead))
        best = sorted(found, key=lambda pair: (-pair[0].score, pair[1].created_at))[:MOST]
        names = await names_of(work, {lead.owner_id for _, lead in best if lead.owner_id})
        candidates = []
        for like, lead in best:
            mine = may_read(work, lead)
            owner = names.get(lead.owner_id) if mine and lead.owner_id else None
            shown = lead.company if mine else masking.masked_company(lead.company)
            candidate = DuplicateCandidate(
                lead_id=lead.id, number=lead.number, score=like.score, rule=like.rule, company=shown, owner_name=owner
            )
            candidates.append(candidate)
        return candidates
