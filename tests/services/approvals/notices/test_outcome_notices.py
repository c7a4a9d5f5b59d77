"""Are those told how it ended whom the policy names, in its words?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

from typing import Any

import pytest

from tests.services.approvals.conftest import Company
from tests.services.approvals.notices.post import Post, mail_server, post, web_server  # noqa: F401 (fixtures)

TOLD: dict[str, Any] = {
    "policy": "told",
    "route": [{"step": "s", "signers": [{"person": "meng"}]}],
    "notify": [
        {"to": [{"role": "legal"}], "text": {"en": "Prepare {number} for {requester}.", "zh": "备件 {number}"}},
        {"outcome": ["rejected", "returned"], "to": [{"person": "fang"}, {"person": "lena"}]},
    ],
}  # fmt: skip


async def _decided(company: Company, post: Post, verb: str) -> None:
    await company.publish(TOLD)
    for login in ("ann", "lena", "fang", "boss"):
        await post.channel(login)
    request = await company.submit(policy="told", facts={})
    await company.act("meng", verb, request)
    await post.sweep()


async def test_app_110_feature_108_the_policy_chooses_whom_and_in_which_words(company: Company, post: Post) -> None:
    await _decided(company, post, "approve")
    assert sorted(post.mail.to) == ["ann@house.test", "lena@house.test"]
    body = post.mail.bodies[post.mail.to.index("lena@house.test")]
    assert body.startswith("Prepare CT-1 for Ann.")
    [delivery] = await post.deliveries("lena")
    assert (delivery.what, delivery.state) == ("informed", "SENT")


@pytest.mark.parametrize("verb", ["reject", "return"])
async def test_app_110_another_end_others_in_the_usual_words(company: Company, post: Post, verb: str) -> None:
    await _decided(company, post, verb)
    assert sorted(post.mail.to) == ["ann@house.test", "fang@house.test", "lena@house.test"]
    body = post.mail.bodies[post.mail.to.index("fang@house.test")]
    assert "requested by Ann" in body
