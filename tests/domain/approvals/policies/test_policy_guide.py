"""Is everything true that docs/policies.md says: its examples, its mistakes, its words?"""

import re
from itertools import groupby
from pathlib import Path

import pytest
from pydantic import BaseModel

import deploy
from messages.errors import RuleViolation
from services.approvals.domain.policies.keywords import KEYS, VALUES
from services.approvals.domain.policies.policy import (  # fmt: skip
    Branch,
    Chain,
    FactType,
    Mode,
    NoSigner,
    Notify,
    Parallel,
    Policy,
    Quorum,
    SignerRule,
    Step,
    TimeoutLevel,
)
from services.approvals.domain.policies.publication import hash_of, read_yaml

PAGE = (Path(deploy.__file__).parents[1] / "docs" / "policies.md").read_text()
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
WRONG = [block for block in BLOCKS if block.startswith("# refused: ")]
RIGHT = [block for block in BLOCKS if block not in WRONG]
PIECES: tuple[type[BaseModel], ...] = (
    Policy,
    Step,
    Parallel,
    Branch,
    SignerRule,
    Chain,
    NoSigner,
    Notify,
    TimeoutLevel,
    Quorum,
)


def heading(block: str) -> str:
    return " ".join(block.split())[:60]


@pytest.mark.parametrize("block", RIGHT, ids=heading)
def test_each_example_can_be_published(block: str) -> None:
    assert read_yaml(block).route


@pytest.mark.parametrize("block", WRONG, ids=heading)
def test_each_mistake_is_refused_with_the_words_of_the_page(block: str) -> None:
    with pytest.raises(RuleViolation) as no:
        read_yaml(block)
    told = f"{no.value.params['place']}: {no.value.params['problem']}"
    assert told == block.splitlines()[0].removeprefix("# refused: ")


def test_what_stands_there_in_both_languages_is_the_same_policy() -> None:
    keyed = sorted((read_yaml(block) for block in RIGHT), key=lambda policy: policy.policy)
    hashes = {key: {hash_of(one) for one in same} for key, same in groupby(keyed, key=lambda one: one.policy)}
    assert [key for key, found in hashes.items() if len(found) > 1] == []
    chinese = [read_yaml(block).policy for block in RIGHT if block.startswith("策略")]
    english = [read_yaml(block).policy for block in RIGHT if block.startswith("policy")]
    assert chinese
    assert set(chinese) <= set(english)


def test_every_keyword_and_every_value_is_told() -> None:
    fields = {name for piece in PIECES for name in piece.model_fields}
    values = {str(one) for kind in (FactType, Mode) for one in kind}
    words = fields | values | set(KEYS.values()) | {value for words in VALUES.values() for value in words.values()}
    assert sorted(word for word in words if f"`{word}`" not in PAGE) == []


def test_every_chinese_keyword_stands_beside_its_english_one() -> None:
    pairs = [*KEYS.items(), *((zh, en) for words in VALUES.values() for zh, en in words.items())]
    assert [zh for zh, en in pairs if f"`{en}` {zh}" not in PAGE] == []


def test_every_keyword_is_used_in_an_example() -> None:
    used = "\n".join(RIGHT)
    fields = {name for piece in PIECES for name in piece.model_fields}
    assert sorted(name for name in fields if not re.search(rf"\b{name}:", used)) == []
