"""Does each published policy say by what it is asked?"""

import re
from pathlib import Path

import pytest

import deploy
import workflows.processes
from messages.approvals.policies import ASKED_BY
from messages.texts import LANGUAGES, known
from services.approvals.domain.policies.policy import TAKEN_OVER
from services.approvals.domain.policies.publication import read_yaml
from tests.services.approvals.conftest import Company
from workflows.activities.approvals import APPROVAL_SUBJECTS

READY = {file: file.read_text() for file in sorted((Path(deploy.__file__).parent / "policies").glob("*/*.yaml"))}


def test_case_b7_feature_206_what_asks_is_what_processes_ask_under() -> None:
    text = "".join(file.read_text() for file in Path(workflows.processes.__file__).parent.glob("*.py"))
    under = dict(re.findall(r'policy="([a-z_-]+)", kind="([a-z_]+)"', text))
    assert under == ASKED_BY
    assert (set(ASKED_BY), set(ASKED_BY.values())) == (set(TAKEN_OVER), set(APPROVAL_SUBJECTS))
    said = [f"policy.asked_by.{kind}" for kind in ASKED_BY.values()]
    assert [code for code in said for lang in LANGUAGES if not known(code, lang)] == []


@pytest.mark.parametrize("file", READY, ids=lambda file: file.stem)
async def test_case_b7_feature_206_a_policy_that_nothing_asks_is_marked_as_a_sample(
    company: Company, file: Path
) -> None:
    key = read_yaml(READY[file]).policy
    made = (await company.process.post("/policies", json={"yaml": READY[file]})).json()
    in_use = file.parent.name == "in_use"
    assert (made["asked_by"], made["sample"]) == (ASKED_BY[key] if in_use else None, not in_use)
    shown = (await company.as_("ann").get(f"/policies/{key}")).json()
    listed = (await company.as_("ann").get("/policies")).json()
    assert [one["sample"] for one in [shown, *(one for one in listed if one["key"] == key)]] == [not in_use] * 2
