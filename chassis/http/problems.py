"""How is a "no" or a failure answered over HTTP? (RFC 9457 problem+json, worded for the reader)"""

import re
from collections.abc import Mapping
from typing import Any

import pydantic_core
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from chassis.auth.tokens import Unauthenticated
from chassis.base.logs import log
from chassis.db import retry
from chassis.http.description import allowed
from messages.errors import Forbidden, Malformed, NotFound, NotKnownYet, RuleViolation, Stale
from messages.moments import on_clock
from messages.reasons import reason_of
from messages.text import is_secret
from messages.texts import known, language, text

MEDIA = "application/problem+json"
RETRY_HEADER = "x-countersign-conflict"  # only between these handlers and `chassis.http.middleware`, never sent
NAMED = re.compile(r"[\w-]+")
LONGEST_ECHO = 200

STATUS = {
    401: "unauthenticated",
    403: "forbidden",
    404: "no_route",
    405: "method",
    409: "refused",
    412: "stale",
    413: "too_large",
    422: "malformed",
    428: "precondition_required",
    429: "too_often",
    500: "fault",
    503: "unavailable",
}


class Missing(Exception):
    """A header that this route needs was not sent: HTTP 428."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


class TooLarge(Exception):
    """HTTP 413."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


def problem(
    lang: str, status: int, *, code: str = "", rule: str = "", params: Mapping[str, object] | None = None,
    tz: str = "UTC", **more: Any,
) -> Response:  # fmt: skip
    """`title` is the kind of problem, `detail` the sentence for people, `rule` and `params` what a program reads.
    Moments are written on the clock of `tz`."""
    params = params or {}
    code = code or STATUS[status]
    headers = {key.replace("_", "-"): value for key, value in more.pop("headers", {}).items()}
    body = {
        "type": f"urn:countersign:problem:{code}",
        "title": text(f"problem.{code}", lang, **params),
        "status": status,
        "detail": text(rule or f"problem.{code}", lang, **_wordable(params, lang, tz)),
        **({"rule": rule, "params": _plain(params)} if rule else {}),
        **more,
    }
    return Response(pydantic_core.to_json(body, fallback=str), status, {"content-language": lang, **headers}, MEDIA)


def lang_of(request: Request) -> str:
    """What the caller asks for, else what the person's token says."""
    wanted = request.headers.get("accept-language")
    actor = getattr(request.state, "actor", None)
    return language(wanted) if wanted else language(getattr(actor, "lang", None))


def tz_of(request: Request) -> str:
    """The clock of the person who asks."""
    return str(getattr(getattr(request.state, "actor", None), "tz", "UTC"))


def worded(request: Request, code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code for the person who asks: in his language, on his clock."""
    lang = lang_of(request)
    return text(code, lang, **_wordable(params, lang, tz_of(request)))


def install(app: FastAPI) -> None:
    """Put every handler in place."""
    handlers: dict[Any, Any] = {
        RuleViolation: _rule_violation,
        NotKnownYet: _not_known_yet,
        NotFound: _not_found,
        Forbidden: _forbidden,
        Stale: _stale,
        Malformed: _malformed,
        Missing: _missing,
        TooLarge: _too_large,
        Unauthenticated: _unauthenticated,
        RequestValidationError: _unreadable,
        HTTPException: _http,
        **dict.fromkeys(retry.DATABASE_ERRORS, _database),
        PoolTimeout: _database,
        OSError: _database,
        TimeoutError: _database,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _rule_violation(request: Request, error: RuleViolation) -> Response:
    return problem(lang_of(request), 409, tz=tz_of(request), rule=error.rule, params=error.params)


async def _not_known_yet(request: Request, error: NotKnownYet) -> Response:
    soon = {"retry-after": "2"}
    return problem(
        lang_of(request), 409, tz=tz_of(request), code="not_known_yet", rule=error.rule, params=error.params,
        headers=soon,
    )  # fmt: skip


async def _not_found(request: Request, error: NotFound) -> Response:
    params = {"kind": error.kind, "id": str(error.id)}
    return problem(lang_of(request), 404, code="not_found", params=params, kind=error.kind, id=str(error.id))


async def _forbidden(request: Request, error: Forbidden) -> Response:
    return problem(lang_of(request), 403, rule=error.rule, params=error.params, verb=error.verb)


async def _stale(request: Request, error: Stale) -> Response:
    params = {"current": error.current}
    return problem(lang_of(request), 412, params=params, kind=error.kind, id=str(error.id), current=error.current)


async def _malformed(request: Request, error: Malformed) -> Response:
    lang = lang_of(request)
    return unreadable(lang, [_entry(error.field, error.value, error.rule, text(error.rule, lang, **error.params))])


async def _missing(request: Request, error: Missing) -> Response:
    return problem(lang_of(request), 428, rule=error.rule)


async def _too_large(request: Request, error: TooLarge) -> Response:
    return problem(lang_of(request), 413, params={"most": error.most})


async def _unauthenticated(request: Request, error: Unauthenticated) -> Response:
    return problem(lang_of(request), 401, code=error.code, headers={"www-authenticate": 'Bearer realm="countersign"'})


async def _unreadable(request: Request, error: RequestValidationError) -> Response:
    lang = lang_of(request)
    return unreadable(lang, [_entry_of(found, lang) for found in error.errors()[:20]])


async def _http(request: Request, error: HTTPException) -> Response:
    status = 422 if error.status_code == 400 else error.status_code
    if status == 422:
        return unreadable(lang_of(request), [_entry("body", "", "SYS-13", text("SYS-13", lang_of(request)))])
    headers = dict(error.headers or {})
    if status == 405 and (methods := getattr(request.app.state, "methods", None)) is not None:
        headers["allow"] = allowed(methods, request.url.path)
        headers.pop("Allow", None)
    return problem(lang_of(request), status, code=STATUS.get(status, "fault"), headers=headers)


async def _database(request: Request, error: Exception) -> Response:
    """What the database did not like: the caller's value, the caller's timing, or nothing of the caller's."""
    lang, state = lang_of(request), retry.state_of(error)
    if retry.is_conflict(error):
        return unavailable(lang, headers={RETRY_HEADER: "1"})
    if retry.is_down(error) or retry.is_busy(error):
        log.warning("database unavailable", path=request.url.path, error=str(error)[:300])
        return unavailable(lang)
    if state.startswith("22"):
        return unreadable(lang, [_entry("", "", "SYS-14", text("SYS-14", lang))])
    if state in ("23505", "23P01"):
        return problem(lang, 409, rule="SYS-9", code="conflict")
    if _is_bad_value(error):
        return unreadable(lang, [_entry("", "", "SYS-14", text("SYS-14", lang))])
    raise error


def unavailable(lang: str, headers: Mapping[str, str] | None = None) -> Response:
    return problem(lang, 503, headers={"retry-after": "2", **(headers or {})})


def unreadable(lang: str, errors: list[dict[str, Any]]) -> Response:
    return problem(lang, 422, errors=errors)


def _is_bad_value(error: Exception) -> bool:
    """asyncpg rejects some values before they reach the server (numbers out of range, text that is no UTF-8)."""
    told = error.orig if isinstance(error, DBAPIError) else error
    cause = (told.__cause__ or told) if told else None
    return type(cause).__name__ == "DataError" or isinstance(cause, UnicodeError | OverflowError)


def _entry_of(found: Mapping[str, Any], lang: str) -> dict[str, Any]:
    rule, detail = reason_of(found, lang)
    if not detail:  # the library says it in English only
        detail = str(found.get("msg", "")) if lang == "en" else text("input.other", lang)
    place = [str(part) for part in found.get("loc", ())]
    place = place[:1] if rule == "json_invalid" else place[1:] or place
    place = [part for part in place if NAMED.fullmatch(part)]  # which of several types was tried is no field
    field = ".".join(place)
    return _entry(field, _shown(field, rule, found.get("input")), rule, detail)


def _shown(field: str, rule: str, value: object) -> object:
    """No secret, and not the whole of what was sent, in which there may be one."""
    if rule == "missing" or is_secret(field):
        return ""
    if field == "body" or isinstance(value, dict | list):
        return f"<{type(value).__name__}>"
    return value


def _entry(field: str, value: object, rule: str, detail: str) -> dict[str, Any]:
    return {"field": field, "value": _echo(value), "rule": rule, "detail": detail}


def _echo(value: object) -> str:
    """Short, and with nothing in it that JSON or a terminal could stumble over."""
    shown = value if isinstance(value, str) else repr(value) if value is not None else ""
    shown = shown[:LONGEST_ECHO].encode("utf-8", "backslashreplace").decode()
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in shown)


def _wordable(params: Mapping[str, object], lang: str, tz: str) -> dict[str, object]:
    """A parameter that is itself a code is worded too (`{rule}` of a custom field)."""
    written = {name: on_clock(value, tz) for name, value in params.items()}
    return {k: text(v, lang, **params) if isinstance(v, str) and known(v, lang) else v for k, v in written.items()}


def _plain(params: Mapping[str, object]) -> dict[str, Any]:
    return {name: pydantic_core.to_jsonable_python(value, fallback=str) for name, value in params.items()}
