"""Does every file answer one question, on a few screens?"""

import ast
from collections import Counter

from tests.architecture.source import ROOT, Function, Source, none, sources

MOST_POSITIONAL = 5
LONGEST_FILE, LONGEST_FUNCTION, FULLEST_FOLDER = 300, 40, 25
EMPTY_WORDS = {"common", "utils", "util", "helpers", "helper", "core", "platform", "shared", "lib", "misc"}
EMPTY_ENDINGS = ("Manager", "Helper", "Processor", "Handler", "Info", "Util", "Utils")
ALLOWED_NAMES = {"chassis/events/subscriptions.py: Handler"}  # what acts on an event, in the code that calls it


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


def test_no_folder_holds_more_than_25_files() -> None:
    """What does not fit on a screen is divided into rooms."""
    many = Counter(source.path.parent.relative_to(ROOT) for source in every_file())
    none({str(folder): files for folder, files in many.items() if files > FULLEST_FOLDER}.items())


def test_no_function_is_given_more_than_five_values_by_position() -> None:
    """What goes together is one object, or is given by name. A framework gives its arguments by name anyway."""
    found = [
        f"{source.place}:{node.lineno} {node.name}"
        for source in sources("messages", "chassis", "services", "workflows", "console", "cli")
        for node in source.functions()
        if positional(node) > MOST_POSITIONAL and not is_called_by_a_framework(source, node)
    ]
    none(found)


def positional(node: Function) -> int:
    given = [arg for arg in (*node.args.posonlyargs, *node.args.args) if arg.arg not in ("self", "cls")]
    return len(given)


def is_called_by_a_framework(source: Source, node: Function) -> bool:
    """Routes, their dependencies, and commands."""
    by_typer = any("typer." in ast.unparse(arg.annotation) for arg in node.args.args if arg.annotation)
    return by_typer or bool(node.decorator_list) or "/api/" in source.place


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
