"""Which payment terms does a form say, and what of a form that is still being filled in is not understood?"""

from typing import Any

from pydantic import ValidationError

from console.form_input import Unreadable
from console.session import Person
from console.wording.field_errors import field_errors, said
from messages.deals.terms import Instalment
from messages.errors import Malformed
from messages.payment_terms.reading import terms_from


def read_terms(form: Any) -> list[Instalment]:
    """As people write them. Raises Unreadable."""
    written = str(form.get("terms") or "").strip()
    if not written:
        raise Unreadable("terms", "input.missing")
    try:
        return terms_from(written)
    except Malformed as wrong:
        raise Unreadable("terms", wrong.rule, params=wrong.params) from wrong


def problem_of(wrong: Unreadable | ValidationError, person: Person) -> str:
    """Why there are no figures of what was typed."""
    errors = list(wrong.errors()) if isinstance(wrong, ValidationError) else [wrong.error]
    return said(field_errors(errors, person.lang), person.lang)
