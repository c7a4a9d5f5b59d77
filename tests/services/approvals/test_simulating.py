"""Is the past found again as it was, and is it told what another policy would have changed?"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from messages.approvals.policies import Simulation
from tests.services.approvals.conftest import Company
from tests.services.approvals.past import BEGIN, a_month

Clock = Callable[[datetime], None]


async def simulated(company: Company, written: dict[str, Any] | None = None, **more: Any) -> list[Simulation]:
    """Every page."""
    import yaml

    body = {"policy": "month", "since": BEGIN.isoformat(), "yaml": yaml.safe_dump(written) if written else None} | more
    pages: list[Simulation] = []
    while not pages or pages[-1].next:
        cursor = pages[-1].next if pages else None
        answer = await company.as_("root").post("/policies/simulate", json=body | {"cursor": cursor})
        assert answer.status_code == 200, answer.text
        pages.append(Simulation.model_validate_json(answer.content))
    return pages


@pytest.mark.parametrize("duplicates", ["once", "consecutive", "every"])
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 8))])
async def test_the_policy_in_force_finds_every_recorded_way_again(
    company: Company, time_is: Clock, duplicates: str, seed: int
) -> None:
    month = await a_month(company, time_is, seed, requests=25, duplicates=duplicates)
    pages = await simulated(company, limit=10)
    told = [(one.number, one.unlike, one.changes) for page in pages for one in page.told]
    assert told == []
    assert sum(page.reproduced for page in pages) == sum(page.requests for page in pages) == month.asked
