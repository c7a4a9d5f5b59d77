"""Do the leads of somebody who leaves go to a successor in one act?"""

from typing import Any
from uuid import uuid4

import pytest

from chassis.auth.identity import Actor
from chassis.events.subscriptions import NotYet
from chassis.testing.plugin import ServiceHarness
from messages.hand_over import LeadsHandedOver, PersonHandedOver
from messages.leads.events import LeadAssigned
from tests.services.leads.conftest import Company


def order(company: Company, to: Actor) -> PersonHandedOver:
    return PersonHandedOver(
        handover_id=uuid4(), person_id=company.wang.id, person_name="王芳", to_id=to.id, by_id=uuid4(), version=1
    )


async def test_case_a8_feature_192_what_is_followed_up_goes_to_the_successor_once(
    company: Company, harness: ServiceHarness, deliver: Any, outbox: Any
) -> None:
    first, second = await company.owned(company.wang), await company.owned(company.wang)
    other = await company.owned(company.boss)
    event = order(company, company.li)
    await deliver(event, twice=True)
    for lead in (first, second):
        shown = await company.get(company.li, f"/leads/{lead['id']}")
        assert (shown["owner_id"], shown["follow_up_due_at"]) == (str(company.li.id), lead["follow_up_due_at"])
    assert (await company.get(company.boss, f"/leads/{other['id']}"))["owner_id"] == str(company.boss.id)
    [said] = await outbox(LeadsHandedOver)
    assert (said.leads, said.owner_id, said.handover_id) == (2, company.li.id, event.handover_id)
    assert await outbox(LeadAssigned) == []
    await company.post(company.li, f"/leads/{first['id']}/release")  # his own from now on


async def test_case_a8_a_successor_who_is_not_known_yet_is_waited_for(company: Company, deliver: Any) -> None:
    await company.owned(company.wang)
    with pytest.raises(NotYet):
        await deliver(order(company, company.ops))
