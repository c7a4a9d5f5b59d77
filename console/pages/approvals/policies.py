"""Which policies are in force, what does each say, what changed, and how is a new one published?"""

from asyncio import gather
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response

from console.form_input import KeptInput
from console.pages.approvals.policy_mistakes import line_of, mistake
from console.pages.approvals.policy_steps import every_step
from console.pages.approvals.policy_text import as_text, differences
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, list_page, page
from console.service_gateway import Gateway, ServiceGateway, ServiceProblem
from console.session import Person, Reader
from console.view_models import Action, Link, Listing, Worded
from console.wording.org_unit_names import refresh_unit_names
from console.wording.words import Words
from messages.approvals.policies import PolicyView, PublishPolicy
from messages.approvals.requests import PreviewRequest, PreviewView
from messages.roles import Role
from messages.texts import text

router = APIRouter(prefix="/policies")
Version = Annotated[int | None, Query(ge=1, le=1_000_000)]
NOT_UNDERSTOOD, FACT_MISSING = "APP-11", "APP-13"
OPERATORS = (Role.OPS, Role.ADMIN)
EXAMPLE = """policy: purchase
name: {zh: 采购审批, en: Purchase}
facts: {amount: money}
route:
  - step: manager
    name: {zh: 直属上级, en: Manager}
    signers: {manager: 1}
    within: 2 business days
    on_timeout: escalate
"""


@router.get("")
async def listed(request: Request, person: Reader, gateway: Gateway) -> Response:
    found = await gateway.get("approvals", "/policies", list[PolicyView])
    rows = [
        (
            Link(Words(person.lang, person.tz).named(one.name, one.key), f"/policies/{one.key}"),
            _asked_by(one),
            one.version,
            one.published_at,
        )
        for one in sorted(found, key=lambda one: one.key)
    ]
    actions = [Action("write_policy", "/policies/new", page=True, weight="primary")] if person.may(Role.ADMIN) else []
    listing = Listing(
        title="nav.policies", columns=("policy", "asked_by", "version", "published_at"), rows=rows,
        actions=actions, empty="empty.policies",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.get("/new")
async def new(
    request: Request, person: Reader, gateway: Gateway, based_on: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """A text box, with the newest version of a policy in it or with a small example."""
    known = await gateway.find("approvals", f"/policies/{based_on}", PolicyView) if based_on else None
    return _editor(request, person, as_text(known.body) if known else EXAMPLE)


@router.post("/check")
async def check(
    request: Request,
    person: Reader,
    gateway: Gateway,
    key: Key,
    yaml: Annotated[str, Form(max_length=200_000)] = "",
    act: Annotated[Literal["check", "publish"], Form()] = "check",
) -> Response:
    """A mistake is shown at its line, the text stays; else the route is drawn, or the policy published."""
    written = yaml.replace("\r\n", "\n")
    try:
        if act == "publish":
            made = await gateway.post("approvals", "/policies", PublishPolicy(yaml=written), PolicyView, key=key)
            said = "done.publish_sample" if made.sample else "done.publish"
            message = text(said, person.lang, key=made.key, version=made.version)
            return done(request, f"/policies/{made.key}", message)
        await gateway.post("approvals", "/requests/preview", PreviewRequest(policy="new", yaml=written), PreviewView)
    except ServiceProblem as problem:
        if problem.rule == NOT_UNDERSTOOD:
            return _editor(request, person, written, problem=problem, status=409)
        if problem.rule != FACT_MISSING:  # it was understood, only no facts were given
            raise
    return _editor(request, person, written, fine=True)


def _editor(
    request: Request, person: Person, written: str, *, problem: ServiceProblem | None = None, fine: bool = False,
    status: int = 200,
) -> Response:  # fmt: skip
    place = str(problem.params.get("place", "")) if problem else ""
    request.state.kept = KeptInput("/policies/check", {"yaml": [written]})
    wrong = {"line": line_of(place), "place": place.partition(": ")[2] or place} if problem else None
    details = str(problem.params.get("problem", "")) if problem else ""
    values: dict[str, Any] = {
        "written": written, "wrong": wrong, "details": details, "mistake": mistake(details), "fine": fine,
    }  # fmt: skip
    return page(request, "approvals/policy_new.html", person, status=status, **values)


@router.get("/{key}")
async def shown(request: Request, key: str, person: Reader, gateway: Gateway, version: Version = None) -> Response:
    """As readable steps; beside it what changed against the version before."""
    newest, seen, _ = await gather(
        _policy(gateway, key, None), _policy(gateway, key, version), refresh_unit_names(gateway)
    )
    before = await _policy(gateway, key, seen.version - 1) if seen.version > 1 else None
    changed = differences(before.body, seen.body) if before else []
    values: dict[str, Any] = {"policy": seen, "newest": newest.version, "before": before, "changed": changed}
    values |= {"apart_names": _apart(seen, Words(person.lang, person.tz)), "written": as_text(seen.body)}
    return page(request, "approvals/policy.html", person, **values)


@router.get("/{key}/diff")
async def diff(
    request: Request, key: str, person: Reader, gateway: Gateway, old: Version = None, new: Version = None
) -> Response:
    """Any two versions against each other."""
    newest = await _policy(gateway, key, None)
    later = await _policy(gateway, key, new) if new else newest
    earlier = await _policy(gateway, key, old or max(1, later.version - 1))
    values: dict[str, Any] = {"policy": later, "before": earlier, "newest": newest.version}
    return page(request, "approvals/policy_diff.html", person, **values, changed=differences(earlier.body, later.body))


@router.get("/{key}/preview")
async def preview_form(request: Request, key: str, person: Reader, gateway: Gateway) -> Response:
    return await _previewed(request, await _policy(gateway, key, None), person, gateway, None)


@router.post("/{key}/preview")
async def preview(request: Request, key: str, person: Reader, gateway: Gateway) -> Response:
    """Who would be asked if this were asked for; nothing is written."""
    policy = await _policy(gateway, key, None)
    form = await request.form()
    facts: dict[str, str] = policy.body.get("facts", {})
    given = {name: _fact(of, str(form.get(f"fact_{name}") or "").strip()) for name, of in facts.items()}
    who = {"requester_id": form.get("requester_id")} if form.get("requester_id") else {}
    command = PreviewRequest.model_validate({"policy": key, "facts": given, **who})
    seen = await gateway.post("approvals", "/requests/preview", command, PreviewView)
    typed = {name: [str(value)] for name, value in form.items() if isinstance(value, str)}
    request.state.kept = KeptInput(f"/policies/{key}/preview", typed)
    return await _previewed(request, policy, person, gateway, seen)


async def _previewed(
    request: Request, policy: PolicyView, person: Person, gateway: ServiceGateway, seen: PreviewView | None
) -> Response:
    facts: dict[str, str] = policy.body.get("facts", {})
    may_choose = person.may(*OPERATORS)
    needs_people = may_choose or "person" in facts.values()
    people = await colleagues(gateway, person, me=True) if needs_people else []
    await refresh_unit_names(gateway)
    values: dict[str, Any] = {"seen": seen, "facts": facts, "people": people, "may_choose": may_choose}
    return page(request, "approvals/policy_preview.html", person, policy=policy, **values)


def _apart(policy: PolicyView, words: Words) -> list[str]:
    """The steps that no two of which one person signs, as the policy calls them."""
    names = {key: words.named(names, key) for key, names in every_step(policy.body)}
    apart = policy.body.get("segregate")
    return [names.get(str(key), str(key)) for key in apart] if isinstance(apart, list) else []


def _asked_by(policy: PolicyView) -> Worded:
    return Worded(f"policy.asked_by.{policy.asked_by}" if policy.asked_by else "policy.sample")


def _fact(of: str, typed: str) -> Any:
    """What is typed in the form of its type; what does not fit is left for approvals to reject."""
    if of == "bool":
        return typed == "yes"
    if of == "texts":
        return [one.strip() for one in typed.replace("，", ",").split(",") if one.strip()]
    if of == "int":
        return int(typed) if typed.lstrip("-").isdigit() and len(typed) < 19 else typed
    return typed.replace(",", "") if of in ("money", "number") else typed


async def _policy(gateway: ServiceGateway, key: str, version: int | None) -> PolicyView:
    return await gateway.get("approvals", f"/policies/{key}", PolicyView, version=version)
