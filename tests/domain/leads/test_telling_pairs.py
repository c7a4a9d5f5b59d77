"""Among which names is an alike one looked for?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.matching.companies import LIKE, company_key, likeness, name_of_key
from services.leads.domain.duplicates import telling_pairs, wide_pairs

COMMON = {"科技": 0.3, "天科": 0.01, "机械": 0.2, "自动": 0.1, "动化": 0.1}
CORES = st.text(alphabet="蓝天金辰瑞丰科技机械", min_size=2, max_size=9)


@pytest.mark.parametrize(
    ("company", "pairs"),
    [
        pytest.param("蓝天科技有限公司", ["天科", "蓝天"], id="what all are called is left out"),
        pytest.param("科技有限公司", ["科技"], id="unless it is the beginning"),
        pytest.param("蓝天", ["蓝天"], id="a short name has one"),
        pytest.param("ABC蓝天科技", ["c蓝", "天科", "科技", "蓝天"], id="with Latin letters all count"),
        pytest.param("Acme", [], id="of Latin letters there is none"),
        pytest.param(None, [], id="without a name too"),
    ],
)
def test_a_name_is_looked_for_by_its_rare_pairs(company: str | None, pairs: list[str]) -> None:
    assert telling_pairs(company_key(company), COMMON) == pairs


@given(CORES, CORES, st.dictionaries(st.sampled_from(list(COMMON)), st.floats(0, 1)))
def test_no_alike_name_is_missed(one: str, other: str, shares: dict[str, float]) -> None:
    wanted, known = company_key(one) or "", company_key(other) or ""
    if likeness(name_of_key(wanted).core, name_of_key(known).core) >= LIKE:
        assert set(telling_pairs(wanted, shares)) & set(wide_pairs(known)), (wanted, known)
