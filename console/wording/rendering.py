"""How does a template become a page in the reader's words?"""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from console.session import Person
from console.static_files import version
from console.wording import reasons
from console.wording.field_errors import reason
from console.wording.words import Words

CONSOLE = Path(__file__).parents[1]
# What a template calls to say why and who; each is given the reader's words first.
SENTENCES: dict[str, Callable[..., str]] = {
    "explain": reasons.why,
    "sentence": reasons.sentence,
    "only_if": reasons.only_if,
    "signers": reasons.signers,
    "fact_name": reasons.fact_name,
    "refused": lambda w, error: reason(error.model_dump(), w.lang),  # a value of a row of a file
}


@cache
def environment() -> Environment:
    """The templates, undefined names being errors."""
    made = Environment(
        loader=FileSystemLoader(CONSOLE / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = f"/static/{version()}"
    return made


def render(template: str, lang: str, person: Person | None = None, /, **values: Any) -> str:
    """One page or piece of a page."""
    words = Words(lang, person.tz if person else "Asia/Shanghai")
    common = {"w": words, "t": words.t, "show": words.show, "lang": lang, "person": person}
    sentences = {name: partial(say, words) for name, say in SENTENCES.items()}
    return environment().get_template(template).render(**common, **sentences, **values)
