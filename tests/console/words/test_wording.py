"""Is what a policy and its history say told in words, and is a policy shown as it was written?"""

import re
from pathlib import Path
from typing import Any

import pytest

import console
import deploy
from console.pages.approvals import policy_steps
from console.pages.approvals.policy_mistakes import line_of, mistake
from console.pages.approvals.policy_text import as_text, differences
from console.wording.conditions import describe
from console.wording.reasons import only_if, sentence, why
from console.wording.words import Words
from messages.money import Money
from messages.texts import text
from services.approvals.domain.policies.policy import steps_of
from services.approvals.domain.policies.publication import body_of, hash_of, read_yaml

EN, ZH = Words("en", "Asia/Shanghai"), Words("zh", "Asia/Shanghai")
READY = sorted((Path(deploy.__file__).parent / "policies").glob("*/*.yaml"))


@pytest.mark.parametrize(
    ("condition", "en", "zh"),
    [
        ("amount > 5000.0", "amount is more than 5,000", "金额大于 5,000"),
        ("discount_percent >= 15.5 && !paid", "discount % is at least 15.5 and not already paid", None),
        ("difference > 50000.0 || difference < -50000.0", "difference is more than 50,000 or difference", "差额大于"),
        ('"rush" in tags', "“rush” is among tags", None),
        ('region == "east"', "region is “east”", "区域为 “east”"),
        ("(amount <= 10 || over_limit) && planned == true", "(amount is at most 10 or over the credit limit)", None),
    ],
)
def test_a_condition_is_said_in_words(condition: str, en: str, zh: str | None) -> None:
    assert en in only_if(EN, condition)
    assert zh is None or zh in only_if(ZH, condition)
    assert not re.search(r"[&|_]|[<>=]", only_if(EN, condition))


@pytest.mark.parametrize("condition", ["size(tags) > 2 ? a : b", "tags.exists(t, t == 'x')", "a + 1 > 2", "", "?"])
def test_what_cannot_be_said_simply_is_not_shown_raw(condition: str) -> None:
    assert only_if(EN, condition) == "not needed in this case"


@pytest.mark.parametrize(("words", "said"), [(EN, "Acme · CN¥9,000.00"), (ZH, "Acme · ¥9,000.00")], ids=["en", "zh"])
def test_case_f_money_in_a_title_is_written_as_everywhere_else(words: Words, said: str) -> None:
    assert words.prose("Acme · 9000.00 CNY") == said
    assert text("COL-29", words.lang, number="AR-1", free=Money.of("9000", "CNY")).count("9,000.00") == 1


def test_case_f_no_title_of_a_card_or_task_is_shown_as_it_was_stored() -> None:
    pages = (Path(console.__file__).parent / "templates").rglob("*.html")
    raw = re.compile(r"\{\{ (?:\w+\.)?about\.title")
    assert [page.name for page in pages if raw.search(page.read_text())] == []


def test_a_sign_that_is_not_understood_makes_no_half_sentence() -> None:
    assert describe("amount > 5 % 2", lambda word: word, lambda fact: fact) is None


@pytest.mark.parametrize("words", [EN, ZH], ids=["en", "zh"])
def test_no_reason_shows_a_unit_path_or_a_rule_as_written(words: Words) -> None:
    said = [
        why(words, "signer.role", {"role": "finance", "unit": "cs/office/never-told"}),
        why(words, "skipped.condition", {"when": "amount > 5.0"}),
        why(words, "signer.nobody", {"rule": "role: finance, unit: cs/east"}),
        why(words, "signer.nobody", {"rule": "managers: {'levels': 2, 'up_to': None}"}),
        why(words, "signer.fact", {"fact": "discount_percent"}),
        sentence(
            words,
            "audit.step.skipped",
            {"step": "a", "when": "amount > 5.0", "why": "skipped.condition"},
            {"a": "A"},
            "Ann",
        ),
        sentence(words, "audit.request.settled", {"outcome": "APPROVED", "comment": ""}, {}, "Ann"),
        sentence(words, "audit.step.settled", {"step": "a", "state": "APPROVED", "round": 1}, {"a": "Legal"}, "Ann"),
    ]
    assert [one for one in said if re.search(r"cs/|amount >|role:|_|APPROVED|[{}]", one)] == []


@pytest.mark.parametrize(
    ("name", "en", "zh"),
    [("total", "Total", "总额"), ("pieces_left", "Pieces left", "Pieces left"), ("terms.days", "Days", "天数")],
)
def test_a_field_without_words_is_called_as_who_asks_has_named_it(name: str, en: str, zh: str) -> None:
    assert (EN.field(name), ZH.field(name)) == (en, zh)


def test_what_was_said_stands_in_the_history() -> None:
    fine = {"step": "legal", "comment": "fine", "content_hash": "0" * 64}
    assert sentence(EN, "audit.task.approve", fine, {"legal": "Law"}, "Ann") == "Ann approved Law “fine”"
    assert sentence(EN, "audit.task.approve", fine | {"comment": ""}, {"legal": "Law"}, "Ann") == "Ann approved Law"
    assert sentence(ZH, "audit.todo.done", {"comment": ""}, {}, "Ann").startswith("Ann：")


def test_a_duration_is_said_in_the_readers_language() -> None:
    assert ZH.duration("2 business days") == "2 个工作日"
    assert ZH.duration("1 business hour") == "1 工作小时"
    assert EN.duration("1 business day") == "1 business day"


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_a_policy_shown_as_a_text_is_the_same_policy(path: Path) -> None:
    policy = read_yaml(path.read_text())
    shuffled: dict[str, Any] = dict(sorted(body_of(policy).items()))
    assert hash_of(read_yaml(as_text(shuffled))) == hash_of(policy)
    assert as_text(shuffled).startswith("policy: ")


def test_two_versions_are_compared_line_by_line() -> None:
    old = body_of(read_yaml("policy: p\nroute: [{step: a, signers: {manager: 1}, within: 1 day}]"))
    new = body_of(read_yaml("policy: p\nroute: [{step: a, signers: {manager: 1}, within: 2 days}]"))
    changed = differences(old, new)
    assert ("was", "  within: 1 day") in changed
    assert ("is", "  within: 2 days") in changed
    assert differences(old, old) == []


@pytest.mark.parametrize(
    ("place", "line"), [("line 7: route[0].when", 7), ("line 3", 3), ("policy", 0), ("line x: y", 0), ("", 0)]
)
def test_the_line_of_a_mistake_is_found(place: str, line: int) -> None:
    assert line_of(place) == line


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_a_return_offers_only_steps_that_always_come_before(path: Path) -> None:
    from services.approvals.domain.policies.route import precedes

    policy = read_yaml(path.read_text())
    for _, step in steps_of(policy.route):
        offered = [key for key, _ in policy_steps.earlier_steps(body_of(policy), step.step)]
        known = [one.step for _, one in steps_of(policy.route)]
        assert offered == [one for one in known if precedes(policy.route, one, step.step)]


def test_text_on_its_ground_has_the_contrast_of_aa() -> None:
    """WCAG 2: 4.5 to 1 for text, in the light and in the dark scheme."""
    css = (Path(console.__file__).parent / "static" / "countersign.css").read_text()
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    pairs = [("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("brand", "paper")]
    pairs += [("brand", "ground"), ("brand-ink", "brand"), ("paper", "good"), ("bad", "paper")]
    pairs += [(tone, f"{tone}-paper") for tone in ("good", "busy", "bad")]
    for scheme in (light, dark):
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
        poor = {pair: _contrast(*(colours[one] for one in pair)) for pair in pairs}
        assert {pair: ratio for pair, ratio in poor.items() if ratio < 4.5} == {}


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("problem", "zh"),
    [
        ("unknown fact margin", "margin"),
        ("3 votes are needed of 2 signers", "需要 3，但最多只有 2"),
        ("say exactly one of person, group, role, manager, managers, fact", "只能写其中一种"),
        ("SYS-20: '2 moons' is not a duration; write for example \"2 business days\"", "2 个工作日"),
        ("Input should be 'all', 'any', 'sequence' or 'quorum'", "'quorum'"),
        ("at most 2 of all, exists, exists_one, filter, map in one condition", "最多使用 2 个"),
        ("there is no calendar NOPE", "名为 NOPE 的日历"),
        ("nobody who works here has the login zhang", "zhang"),
        ("nobody has the role ceo", "角色 ceo"),
        ("no step is called x", "名为 x 的节点"),
        ("the owner of the record does not take total over", "对 total 的修改"),
        ("this belongs to a quorum of each group (each)", "每组人数"),
        ("only {number}, {title}, {requester}, {outcome} are filled in", "花括号"),
        ("the character U+FFFE is not allowed", "U+FFFE"),
    ],
)
def test_a_mistake_in_a_policy_is_said_in_the_readers_language(problem: str, zh: str) -> None:
    code, params = mistake(problem) or ("", {})
    assert zh in ZH.t(code, **params)
    assert not re.search(r"[{}]|^mistake", ZH.t(code, **params) + EN.t(code, **params))


def test_every_mistake_of_the_guide_is_said_in_both_languages() -> None:
    guide = (Path(deploy.__file__).parents[1] / "docs" / "policies.md").read_text()
    told = re.findall(r"^# refused: line \d+: (?:\S+: )?(.+)$", guide, re.MULTILINE)
    assert len(told) >= 9
    assert [one for one in told if mistake(one) is None] == []


def test_what_is_not_known_stays_in_the_words_of_the_program() -> None:
    assert mistake("ParserError: something odd") is None


def test_a_moment_of_what_is_signed_is_said_in_the_zone_of_its_reader() -> None:
    assert ">2026年12月1日 23:44</time>" in Words("zh", "Asia/Shanghai").signed(
        "registered_at", "2026-12-01T15:44:28.492422+00:00"
    )
    assert Words("zh", "Asia/Shanghai").signed("note", "2026-12-01T") == "2026-12-01T"
