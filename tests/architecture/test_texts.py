"""Is everything that people see worded in both languages, once?"""

import re
from collections import defaultdict
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import deploy
import messages.texts
from cli.papers.catalogue import all_events, message_modules
from console.pages.parts.status_chips import BAD, BUSY, GOOD
from messages.texts import LANGUAGES, codes, known
from services.approvals.domain.policies.publication import read_yaml
from tests.architecture.source import none
from workflows.engine.signals import LOOK
from workflows.worker import activities_of

FOLDER = Path(messages.texts.__file__).parent
SERVICES = FOLDER.parents[1] / "services"
POLICIES = Path(deploy.__file__).parent / "policies" / "in_use"
NAMED = ("fact", "field")
# Words that stand in a Chinese text as they are, and why.
SAME_IN_CHINESE = {
    "a product": ("Countersign", "Temporal", "Slack", "Excel"),
    "a notation, a protocol or a standard": (
        "YAML", "CSV", "JSON", "SHA-256", "UTF-8", "UTF-16", "GB18030", "xlsx", "MB", "NUL", "https",
        "Webhook", "EN", "ISO", "UBL",
    ),
    "a kind of bank file": ("camt.053", "MT940"),
    "a header that a program sends": ("If-Match", "Idempotency-Key", "X-As-Of"),
    "a keyword or a function of a policy's text": (
        "policy:", "route:", "after", "each", "within", "number", "title", "requester", "outcome", "all", "exists_one",
        "exists", "filter", "map",
    ),
    "a value or a column that is typed": (
        "true", "false", "login", "process", "days", "CN", "US", "HK", "Asia/Shanghai", "--json",
        "extra",
    ),
    "a command or a file": (
        "countersign import", "countersign status", "countersign doctor", "countersign policy publish",
        "docs/policies.md",
    ),
}  # fmt: skip
LATIN = re.compile(r"[A-Za-z]{2,}")
WESTERN_COMMA = re.compile(r"(?<=[\u3400-\u9fff”）])[,;:?!]|[,;:?!](?=[\u3400-\u9fff“])")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
PARAM = re.compile(r"\{(\w+)\}")
EVENT = re.compile(r"(?:notice\.)?\w+\.\w+\.\w+\.v\d+")
NOT_FOUND = re.compile(r"\bNotFound\(\"([a-z_ ]+)\"")


def words(lang: str) -> list[tuple[str, str, str]]:
    """(area, code, text) of every entry."""
    found = []
    for path in sorted((FOLDER / lang).glob("*.po")):
        with path.open("rb") as file:
            found += [(path.stem, str(one.id), str(one.string)) for one in read_po(file, locale=lang) if one.id]
    return found


def statuses() -> dict[str, list[str]]:
    """`order` → the values of OrderStatus."""
    return {
        re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Status")).lower(): [str(value) for value in kind]
        for module in message_modules()
        for name, kind in vars(module).items()
        if isinstance(kind, type)
        and issubclass(kind, StrEnum)
        and name.endswith("Status")
        and kind.__module__ == module.__name__
    }


def test_both_languages_have_words_for_the_same_codes() -> None:
    zh, en = codes("zh"), codes("en")
    none(sorted(zh ^ en))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_code_is_worded_once_and_not_with_nothing(lang: str) -> None:
    seen: dict[str, str] = {}
    twice, empty = [], []
    for area, code, text in words(lang):
        if code in seen:
            twice.append(f"{code}: {seen[code]}, {area}")
        seen[code] = area
        if not text:
            empty.append(f"{code}: {area}")
    none(twice, "worded twice")
    none(empty, "worded with nothing")


def test_both_languages_use_the_same_parameters() -> None:
    zh = {code: set(PARAM.findall(text)) for _, code, text in words("zh")}
    en = {code: set(PARAM.findall(text)) for _, code, text in words("en")}
    none({code: (zh[code], en[code]) for code in zh.keys() & en.keys() if zh[code] != en[code]}.items())


def test_a_text_has_no_word_of_the_other_language() -> None:
    allowed = sorted((term for terms in SAME_IN_CHINESE.values() for term in terms), key=len, reverse=True)
    same = re.compile("|".join(rf"(?<![A-Za-z]){re.escape(term)}(?![A-Za-z])" for term in allowed))
    zh = {code: LATIN.findall(same.sub(" ", PARAM.sub(" ", text))) for _, code, text in words("zh")}
    en = {code: CHINESE.findall(text) for _, code, text in words("en")}
    none([(code, found) for code, found in [*zh.items(), *en.items()] if found])


def test_a_chinese_sentence_has_its_own_commas() -> None:
    none([(code, text) for _, code, text in words("zh") if WESTERN_COMMA.search(text)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_record_that_may_not_be_found_has_words(lang: str) -> None:
    said = [found for path in SERVICES.rglob("*.py") for found in NOT_FOUND.findall(path.read_text())]
    assert len(said) > 50
    none(sorted({kind for kind in said if not known(f"kind.{kind.replace(' ', '_')}", lang)}))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fact_of_the_policies_in_use_is_worded(lang: str) -> None:
    """The page of its record names each by them."""
    files = sorted(POLICIES.glob("*.yaml"))
    facts = {(file.stem, fact) for file in files for fact in read_yaml(file.read_text()).facts}
    assert len(facts) > 30
    worded = {name.partition(".")[2] for name in codes(lang) if name.partition(".")[0] in NAMED}
    none(f"{policy}: {fact}" for policy, fact in sorted(facts) if fact not in worded)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_and_status_is_worded(lang: str) -> None:
    events = [event.subject for event in all_events()]
    values = [f"status.{noun}.{value}" for noun, found in statuses().items() for value in found]
    none([code for code in events + values if not known(code, lang)])


def test_no_words_are_kept_for_an_event_or_a_status_that_has_another_name_since() -> None:
    subjects, noted = {event.subject for event in all_events()} | {LOOK}, codes("en")
    events = [code for code in noted if EVENT.fullmatch(code) and code.removeprefix("notice.") not in subjects]
    values = [code for code in noted for noun in statuses() if code.startswith(f"status.{noun}.")]
    known_values = {f"status.{noun}.{value}" for noun, found in statuses().items() for value in found}
    none(sorted([*events, *(set(values) - known_values)]))


def test_each_activity_is_worded_by_the_name_under_which_histories_have_it() -> None:
    """One of another name makes open runs fail; then its words are missing here, and the old ones are left over."""
    types = {method.__temporal_activity_definition.name for method in activities_of(defaultdict(object))}
    none(sorted(types ^ {code.removeprefix("did.") for code in codes("en") if code.startswith("did.")}))


def test_every_status_that_has_a_colour_is_one() -> None:
    none(sorted(name for name in GOOD | BUSY | BAD if not known(f"status.{name}", "en")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_events_words_use_only_what_the_event_tells(lang: str) -> None:
    """`{owner}` stands for the name of `owner_id`."""
    fields = {
        event.subject: {*event.model_fields, *(name.removesuffix("_id") for name in event.model_fields)}
        for event in all_events()
    }
    strange = {code: set(PARAM.findall(text)) - fields[code] for _, code, text in words(lang) if code in fields}
    none({code: params for code, params in strange.items() if params}.items())
