"""What does a visitor of the company's site see of a form, and what happens when he sends it?"""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import ValidationError

from console.service_gateway import Gateway, ServiceProblem
from console.session import language
from console.wording.field_errors import field_errors
from console.wording.rendering import render
from messages.leads.lead_forms import FormField, FormReceived, OpenForm, SubmitForm
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/f")
KINDS = {FormField.PHONE: "tel", FormField.EMAIL: "email", FormField.NOTE: "area"}
SAYABLE = (409, 422, 429)
POLICY = "content-security-policy"
Lang = Annotated[str, Query(max_length=2)]
Text = Annotated[str, Form(max_length=4000)]


@router.get("/{form_id}")
async def show(request: Request, form_id: UUID, gateway: Gateway, lang: Lang = "") -> Response:
    """For anybody; a new signature each time that it is opened."""
    return await _shown(request, form_id, gateway, lang)


@router.post("/{form_id}")
async def submit(
    request: Request, form_id: UUID, gateway: Gateway, lang: Lang = "", token: Text = "", company: Text = "",
    contact: Text = "", phone: Text = "", email: Text = "", region: Text = "", project: Text = "", note: Text = "",
    consent: bool = Form(default=False), website: Text = "",
) -> Response:  # fmt: skip
    typed = {
        "company": company, "contact": contact, "phone": phone, "email": email, "region": region, "project": project,
        "note": note,
    }  # fmt: skip
    said = {name: value.strip() for name, value in typed.items() if value.strip()}
    try:
        command = SubmitForm.model_validate({**said, "token": token, "consent": consent, "website": website})
        received = await gateway.as_nobody().post("leads", f"/intake/forms/{form_id}", command, FormReceived)
    except ValidationError as wrong:
        errors = [dict(error) for error in wrong.errors()]
        return await _shown(request, form_id, gateway, lang, typed=typed, errors=errors, status=422)
    except ServiceProblem as problem:
        if problem.status not in SAYABLE:
            raise
        why = problem.text if problem.status != 429 else ""
        return await _shown(
            request, form_id, gateway, lang, typed=typed, errors=problem.errors, why=why, status=problem.status
        )
    chosen = _lang(request, lang)
    thanks = _in(received.thanks, chosen) or text("form.thanks", chosen)
    return _page(chosen, form=None, thanks=thanks)


async def _shown(
    request: Request, form_id: UUID, gateway: Gateway, lang: str, *, typed: Mapping[str, str] | None = None,
    errors: list[dict[str, Any]] | None = None, why: str = "", status: int = 200,
) -> Response:  # fmt: skip
    """Opened anew after a refusal: what was typed stands there still."""
    chosen = _lang(request, lang)
    try:
        form = await gateway.as_nobody().get("leads", f"/intake/forms/{form_id}", OpenForm)
    except ServiceProblem as problem:
        if problem.status != 404:
            raise
        return _page(chosen, form=None, thanks="", status=404)
    found = field_errors(errors or [], chosen)
    wrong = {error.name: error.words for error in found}
    fields = [(field.value, KINDS.get(field, "text"), field in form.required) for field in form.fields]
    message = text("form.too_often", chosen) if status == 429 else "" if wrong else why
    answer = _page(
        chosen, form=form, fields=fields, typed=typed or {}, wrong=wrong, why=message,
        title=_in(form.title, chosen), consent=_in(form.consent, chosen), status=status,
        action=f"/f/{form_id}?lang={chosen}",
    )  # fmt: skip
    framers = " ".join(form.sites) or "'none'"
    answer.headers[POLICY] = (
        f"default-src 'self'; script-src 'none'; frame-ancestors {framers}; base-uri 'none'; form-action 'self'"
    )
    return answer


def _page(lang: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """In the language of the address: of a visitor nothing is remembered."""
    said = {"title": "", "consent": "", "why": "", "thanks": ""} | values
    return HTMLResponse(render("campaigns/public_form.html", lang, None, **said), status)


def _lang(request: Request, lang: str) -> str:
    return lang if lang in LANGUAGES else language(request)


def _in(words: Mapping[Any, str], lang: str) -> str:
    return words.get(lang) or next(iter(words.values()), "")
