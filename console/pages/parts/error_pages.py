"""How is a rejection shown: on the page where it was tried, with what was typed still there?"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from chassis.base.logs import log
from console.form_input import NO_INPUT, KeptInput, Unreadable, keep_input, origin_page
from console.middleware import loggable_path
from console.pages.parts.responses import answer_of, page
from console.service_gateway import ServiceAway, ServiceProblem, UnreadableResponse
from console.session import OtherSide, SignInNeeded, language, signed_in
from console.wording.field_errors import CUSTOM_FIELD, FieldError, as_in_form, beside, field_errors, rule_error, said
from messages.texts import known, text

WRITE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
UNKNOWN_OUTCOME = (500, 502, 503, 504)  # it may have happened
KEY_USED = "SYS-5"  # this form was sent before, with other contents


def install(app: FastAPI) -> None:
    """Put every handler in place."""
    handlers: dict[Any, Any] = {
        SignInNeeded: _sign_in,
        OtherSide: _other_side,
        ServiceProblem: _service_problem,
        RequestValidationError: _malformed,
        ValidationError: _malformed,
        Unreadable: _unreadable,
        HTTPException: _http,
        httpx.TransportError: _away,
        UnreadableResponse: _fault,
        Exception: _fault,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def page_again(request: Request, to: str, message: dict[str, Any], *, status: int, kept: KeptInput) -> Response:
    """The page at `to`, with these words and what was typed."""
    state: dict[str, Any] = {"message": message, "kept": kept, "status": status}
    try:
        sent = await answer_of(request, to, state)
    except HTTPException:  # no page is there: the address of an action leads to its record, as in `_http`
        return RedirectResponse(_above(to.partition("?")[0]), 303)
    if state.get("is_error_page") and kept.path:  # that page fails too: what was typed may be resent from here
        return _error_page(request, status, message["text"], kept, to)
    start = sent[0]
    answer = Response(b"".join(part.get("body", b"") for part in sent[1:]), start["status"])
    answer.raw_headers = [pair for pair in start["headers"] if pair[0] not in (b"set-cookie",)]
    return answer


async def _sign_in(request: Request, error: Exception) -> Response:
    """What was about to be sent goes along, and is in its form again after signing in."""
    if request.method == "GET":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sign-in?to={quote(request.url.path + query)}", 303)
    message = {"tone": "busy", "text": text("console.session_ended", language(request))}
    form = {"to": await origin_page(request), "login": "", "pending": (await keep_input(request)).written()}
    demo_logins = request.app.state.settings.demo_logins
    return page(request, "people/sign_in.html", status=401, message=message, demo_logins=demo_logins, **form)


async def _other_side(request: Request, error: Exception) -> Response:
    """A customer who signs in lands in the portal; what else is not his is refused, and where he is right is said."""
    person = signed_in(request)
    if person.is_outsider and request.url.path == "/" and request.method == "GET":
        return RedirectResponse(_home(request), 303)
    words = "portal.not_for_customers" if person.is_customer else "portal.for_customers"
    if person.is_partner:
        words = "console.not_for_partners"
    return _error_page(request, 403, text(words, language(request)))


async def _service_problem(request: Request, error: ServiceProblem) -> Response:
    lang = language(request)
    found = field_errors(error.errors, lang) or rule_error(error.rule, error.params, error.text, lang)
    wrong = await _as_in_form(request, found)
    message = said(wrong, lang) if error.errors else error.text
    if error.status == 404:
        message = text("console.no_such", lang)
    elif error.status in UNKNOWN_OUTCOME:
        message = text("problem.unavailable" if error.status != 500 else "problem.fault", lang)
    elif error.status == 429:
        message = text("APP-40", lang)
    elif any(one.get("rule") == KEY_USED for one in error.errors):
        wrong, message = [], text("console.sent_before", lang)
    elif error.rule == CUSTOM_FIELD:  # which one stands beside it, under its own name
        message = text("console.see_fields", lang)
    elif known(f"remedy.{error.rule}", lang):  # what to do about it
        message = f"{message.rstrip('。.')}{text('console.stop', lang)} {text(f'remedy.{error.rule}', lang)}"
    differences = error.params.get("differences") or []
    return await _show_problem(request, error.status, message, wrong, differences=differences)


async def _malformed(request: Request, error: RequestValidationError | ValidationError) -> Response:
    errors = list(error.errors())
    if any(found["loc"][:1] == ("path",) for found in errors):
        return await _show_problem(request, 404, text("console.no_such", language(request)))
    wrong = await _as_in_form(request, field_errors(errors, language(request)))
    return await _show_problem(request, 422, said(wrong, language(request)), wrong)


async def _unreadable(request: Request, error: Unreadable) -> Response:
    wrong = await _as_in_form(request, field_errors([error.error], language(request)))
    return await _show_problem(request, 422, said(wrong, language(request)), wrong)


async def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 405 and request.method == "GET":
        return RedirectResponse(_above(request.url.path), 303)  # the address of an action: its record
    code = {404: "problem.no_route", 405: "problem.method"}.get(error.status_code, "problem.malformed")
    return await _show_problem(request, error.status_code, text(code, language(request)))


async def _away(request: Request, error: Exception) -> Response:
    log.warning("a service is away", path=loggable_path(request.url.path), error=str(error) or repr(error))
    lang = language(request)
    words = text("problem.unavailable", lang)
    if isinstance(error, ServiceAway):
        words = text("console.not_answering", lang, service=text(f"operation.part.{error.service}", lang))
    return await _show_problem(request, 503, words)


async def _fault(request: Request, error: Exception) -> Response:
    log.error("a page failed", path=loggable_path(request.url.path), exc_info=error)
    return _error_page(request, 500, text("problem.fault", language(request)))


async def _as_in_form(request: Request, errors: Sequence[FieldError]) -> Sequence[FieldError]:
    return as_in_form(errors, (await keep_input(request)).values) if request.method in WRITE_METHODS else errors


async def _show_problem(
    request: Request, status: int, words: str, wrong: Sequence[FieldError] = (), **more: Any
) -> Response:
    """What is wrong with a field stands beside it too."""
    if request.method not in WRITE_METHODS:  # also what only looks, as mail scanners do: no form to show again
        query = f"?{request.url.query}" if request.url.query else ""
        return _error_page(request, status, words, to=request.url.path + query)
    typed = await keep_input(request, key=status in UNKNOWN_OUTCOME)
    kept = replace(typed, wrong=beside(wrong))
    message = {"tone": "bad", "text": words, **more}
    to = await origin_page(request)
    for where in (to, _above(to.partition("?")[0]), _home(request)):
        answer = await page_again(request, where, message, status=status, kept=kept)
        if answer.status_code != 303:  # else the address of an action, which shows nothing
            break
    return answer


def _above(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _home(request: Request) -> str:
    """Where somebody begins: the inbox, or the portal."""
    try:
        person = signed_in(request)
        return "/portal" if person.is_customer else "/opportunities" if person.is_partner else "/"
    except SignInNeeded:
        return "/"


def _error_page(request: Request, status: int, words: str, to_resend: KeptInput = NO_INPUT, to: str = "/") -> Response:
    request.state.is_error_page = True
    try:
        person = signed_in(request)
    except SignInNeeded:
        person = None
    values = {"words": words, "status_code": status, "to_resend": to_resend, "back": to}
    return page(request, "parts/error.html", person, status=status, message=None, kept=NO_INPUT, **values)
