"""Is everything that people see worded in both languages, once?"""

import re
from enum import StrEnum
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import messages.texts
from cli.catalogue import all_events, message_modules
from messages.texts import LANGUAGES, codes, known
from tests.architecture.source import none

FOLDER = Path(messages.texts.__file__).parent
PARAM = re.compile(r"\{(\w+)\}")


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_and_status_is_worded(lang: str) -> None:
    events = [event.subject for event in all_events()]
    values = [f"status.{noun}.{value}" for noun, found in statuses().items() for value in found]
    none([code for code in events + values if not known(code, lang)])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_events_words_use_only_what_the_event_tells(lang: str) -> None:
    """`{owner}` stands for the name of `owner_id`."""
    fields = {
        event.subject: {*event.model_fields, *(name.removesuffix("_id") for name in event.model_fields)}
        for event in all_events()
    }
    strange = {code: set(PARAM.findall(text)) - fields[code] for _, code, text in words(lang) if code in fields}
    none({code: params for code, params in strange.items() if params}.items())
