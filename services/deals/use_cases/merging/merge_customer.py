"""How are two customers joined into one, and taken apart again?"""

from dataclasses import replace
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import Person, find_person, lock_owner_for_share
from messages.deals.customer_care.merging import CustomerMerged, CustomerUnmerged
from messages.deals.customers import CustomerChanged, CustomerView, OwnerCause
from messages.errors import NotFound
from services.deals.domain.customer_care.merging import (
    first_owner,
    lacking,
    must_be_mergeable,
    must_be_undoable,
    must_judge,
    must_share_no_project,
)
from services.deals.store.customer_care import merges
from services.deals.store.customer_care.segments import customer_view
from services.deals.store.customer_owners import move_owners
from services.deals.store.customers import get_customer, get_itself, lock_both
from services.deals.tables import Customer, CustomerMerge
from services.deals.use_cases.steps.customer_clock import begin_clocks, run_clock, stop_clocks

People = dict[UUID, Person | None]  # whom an owner's records belong to now


async def merge_customer(id: UUID, into_id: UUID, uow: UnitOfWork) -> CustomerView:
    """All that hangs on the one is found at the other, which takes what it lacked, and the owner who came first.

    Nothing of what was agreed in the one's name is rewritten: it points to the other, and whoever asks for the other's
    records is shown those of both.
    """
    async with uow.begin() as work:
        owners = await merges.owners_of(work, [id, into_id])
        people = {owner: await lock_owner_for_share(work, owner) for owner in owners}  # before any record
        row, into = await lock_both(work, id, into_id)
        must_judge(work.actor, merges.joined(row), merges.joined(into))
        if work.repeated or row.merged_into == into.id:
            return await customer_view(work, row)
        must_be_mergeable(merges.joined(row), merges.joined(into), same=row.id == into.id)
        must_share_no_project(await merges.live_projects(work, row.id), await merges.live_projects(work, into.id))
        followers = await merges.follow(work, row.id, into.id)
        merge = CustomerMerge(
            id=work.new_id(),
            customer_id=row.id,
            into_id=into.id,
            taken=_plain(lacking(into.model_dump(), row.model_dump())),
            into_owner_id=into.owner_id,
            followers=[str(one.id) for one in followers],
            by_id=work.actor.id,
            by_name=work.actor.name,
            at=work.now,
        )
        work.session.add(merge)
        await merges.tell_together(work, row.id, into.id)
        claims = await merges.claims_of(work, [row.id, into.id])
        of_present = [replace(one, owner_id=to) for one in claims if (to := _present(one.owner_id, people))]
        merge.owner_id = first_owner(of_present) or into.owner_id
        await _take(work, into, merge)
        await stop_clocks(work, [row])
        for one in (row, *followers):
            one.merged_into = into.id
            one.version += 1
            said = {"into_number": into.number, "by_id": work.actor.id, "taken": sorted(merge.taken)}
            work.emit(CustomerMerged.model_validate(one.event_args() | said))
        return await customer_view(work, row)


async def unmerge_customer(id: UUID, uow: UnitOfWork) -> CustomerView:
    """It stands for itself again, with what was its own; the other gives back what it took, where nobody has changed it
    since, and the owner whom it had."""
    async with uow.begin() as work:
        merge = await merges.find_last(work, id)
        if merge is None:
            row = await get_itself(work, id)
            must_be_undoable(merges.joined(row), None)
            return await customer_view(work, row)
        ids = [one for one in (merge.owner_id, merge.into_owner_id) if one]
        people = {one: await lock_owner_for_share(work, one) for one in ids}  # before any record
        row, into = await lock_both(work, merge.customer_id, merge.into_id)
        must_judge(work.actor, merges.joined(row), merges.joined(into))
        await work.session.refresh(merge, with_for_update=True)
        if merge.undone_at is not None:
            return await customer_view(work, row)
        must_be_undoable(merges.joined(row), merges.joined(await get_customer(work, into.id)))
        merge.undone_by, merge.undone_by_name, merge.undone_at = work.actor.id, work.actor.name, work.now
        row.merged_into = None
        row.version += 1
        await run_clock(work, row)
        said = {"into_id": into.id, "into_number": into.number, "by_id": work.actor.id}
        work.emit(CustomerUnmerged.model_validate(row.event_args() | said))
        for one in await merges.lock_followers(work, merge):
            one.merged_into = row.id
            one.version += 1
            said = {"into_number": row.number, "by_id": work.actor.id}
            work.emit(CustomerMerged.model_validate(one.event_args() | said))
        await _give_back(work, into, merge, people)
        return await customer_view(work, row)


async def _take(work: Work, into: Customer, merge: CustomerMerge) -> None:
    for name, value in merge.taken.items():
        setattr(into, name, value)
    await _own(work, into, merge.owner_id)
    into.version += 1
    work.emit(CustomerChanged.model_validate(into.event_args()))


async def _give_back(work: Work, into: Customer, merge: CustomerMerge, people: People) -> None:
    """What it took and still has as it took it; nobody has it where its owner has left and nobody took over."""
    for name, value in merge.taken.items():
        if _plain({name: getattr(into, name)})[name] == value:
            setattr(into, name, None)
    untouched = into.owner_id is not None and into.owner_id in (merge.owner_id, _present(merge.owner_id, people))
    if untouched and merge.owner_id != merge.into_owner_id:
        await _own(work, into, _present(merge.into_owner_id, people))
    into.version += 1
    work.emit(CustomerChanged.model_validate(into.event_args()))


async def _own(work: Work, row: Customer, owner_id: UUID | None) -> None:
    if owner_id == row.owner_id:
        return
    owner = await find_person(work, owner_id) if owner_id else None
    if owner_id is not None and owner is None:
        raise NotFound("person", owner_id)
    row.owner_id, row.owner_unit = owner_id, owner.unit if owner else ""
    await move_owners(work, [row.id], owner_id, OwnerCause.JOINED)
    await begin_clocks(work, [row])


def _present(owner_id: UUID | None, people: People) -> UUID | None:
    """He himself, or who took over from him; nobody where neither is here."""
    person = people.get(owner_id) if owner_id else None
    if person is None:
        return owner_id
    return person.id if person.active else None


def _plain(values: dict[str, object]) -> dict[str, object]:
    """As they are kept."""
    return {name: value if isinstance(value, str | int) else str(value) for name, value in values.items()}
