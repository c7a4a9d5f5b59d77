"""Can the results of many decisions be read by who asked for them, in his language?"""

import pytest
from pydantic import TypeAdapter

from messages.approvals.acts import DecidedItem
from tests.services.approvals.acts.test_verbs import two
from tests.services.approvals.conftest import Company

READ = TypeAdapter(list[DecidedItem])


@pytest.mark.parametrize(("lang", "words"), [("en", "no longer open"), ("zh", "待办")])
async def test_the_results_are_read_as_they_were_written(company: Company, lang: str, words: str) -> None:
    first, second = await two(company), await two(company)
    await company.act("lena", "reject", second)
    tasks = [request.steps[0].signers[0].task_id for request in (first, second)]
    items = [{"task_id": str(task), "content_hash": first.content_hash} for task in tasks]
    said = {"verb": "approve", "items": items}
    lena = company.as_("lena")
    answer = await lena.post("/tasks/decide", json=said, headers={"accept-language": lang})
    done, not_done = READ.validate_json(answer.content)
    assert (done.done, not_done.done, not_done.rule) == (True, False, "APP-3")
    assert words in not_done.text
