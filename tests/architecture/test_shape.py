"""Does every file answer one question, on a few screens?"""

import ast

from tests.architecture.source import ROOT, Source, none, sources

LONGEST_FILE, LONGEST_FUNCTION = 300, 40
EMPTY_WORDS = {"common", "utils", "util", "helpers", "helper", "core", "platform", "shared", "lib", "misc"}
EMPTY_ENDINGS = ("Manager", "Helper", "Processor", "Handler", "Info", "Util", "Utils")
ALLOWED_NAMES = {"chassis/subscriptions.py: Handler"}  # what acts on an event, in the code that calls it


def every_file() -> tuple[Source, ...]:
    return (*sources(), *sources("tests"), *(sources("bench") if (ROOT / "bench").is_dir() else ()))


def test_no_file_is_longer_than_300_lines() -> None:
    long = {source.place: source.text.count("\n") for source in every_file()}
    none({place: lines for place, lines in long.items() if lines > LONGEST_FILE}.items())


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{source.place}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for source in every_file()
        for node in source.functions()
    }
    none({place: lines for place, lines in long.items() if lines > LONGEST_FUNCTION}.items())


def test_every_file_says_which_question_it_answers() -> None:
    silent = [source.place for source in every_file() if source.text.strip() and not ast.get_docstring(source.tree)]
    none(silent)


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    found = [
        source.place
        for source in sources()
        if EMPTY_WORDS & {part.removesuffix(".py") for part in source.path.relative_to(ROOT).parts}
    ]
    none(found)


def test_no_class_has_a_name_that_says_nothing() -> None:
    found = [
        f"{source.place}: {node.name}"
        for source in sources()
        for node in source.nodes
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_ENDINGS)
    ]
    none(set(found) - ALLOWED_NAMES)
