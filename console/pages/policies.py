"""Which policies are in force, what does each say, what changed, and how is a new one published?"""

from asyncio import gather
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response

from console.house import House, HouseClient, ServiceSaysNo
from console.pages.answer import Key, done, list_page, page
from console.pages.colleagues import colleagues
from console.policies import as_text, differences, line_of, mistake
from console.session import Person, Reader
from console.shape import Act, Link, Listing
from console.typed import Kept
from console.units import know_units
from messages.approvals.policies import PolicyView, PublishPolicy
from messages.approvals.requests import PreviewRequest, PreviewView
from messages.texts import text

router = APIRouter(prefix="/policies")
Version = Annotated[int | None, Query(ge=1, le=1_000_000)]
NOT_UNDERSTOOD, FACT_MISSING = "APP-11", "APP-13"
OPERATORS = ("ops", "admin")
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
async def listed(request: Request, person: Reader, house: House) -> Response:
    found = await house.get("approvals", "/policies", list[PolicyView])
    rows = [
        (Link(one.key, f"/policies/{one.key}"), one.name.get(person.lang, ""), one.version, one.published_at)
        for one in sorted(found, key=lambda one: one.key)
    ]
    acts = [Act("write_policy", "/policies/new", page=True, weight="primary")] if person.may("admin") else []
    listing = Listing(
        title="nav.policies", columns=("policy", "name", "version", "published_at"), rows=rows, acts=acts,
        empty="empty.policies",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.get("/new")
async def new(
    request: Request, person: Reader, house: House, based_on: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """A text box, with the newest version of a policy in it or with a small example."""
    known = await house.find("approvals", f"/policies/{based_on}", PolicyView) if based_on else None
    return _editor(request, person, as_text(known.body) if known else EXAMPLE)


@router.post("/check")
async def check(
    request: Request,
    person: Reader,
    house: House,
    key: Key,
    yaml: Annotated[str, Form(max_length=200_000)] = "",
    act: Annotated[Literal["check", "publish"], Form()] = "check",
) -> Response:
    """A mistake is shown at its line, the text stays; else the route is drawn, or the policy published."""
    written = yaml.replace("\r\n", "\n")
    try:
        if act == "publish":
            made = await house.post("approvals", "/policies", PublishPolicy(yaml=written), PolicyView, key=key)
            said = text("done.publish", person.lang, key=made.key, version=made.version)
            return done(request, f"/policies/{made.key}", said)
        await house.post("approvals", "/requests/preview", PreviewRequest(policy="new", yaml=written), PreviewView)
    except ServiceSaysNo as no:
        if no.rule == NOT_UNDERSTOOD:
            return _editor(request, person, written, no=no, status=409)
        if no.rule != FACT_MISSING:  # it was understood, only no facts were given
            raise
    return _editor(request, person, written, fine=True)


def _editor(
    request: Request, person: Person, written: str, *, no: ServiceSaysNo | None = None, fine: bool = False,
    status: int = 200,
) -> Response:  # fmt: skip
    place = str(no.params.get("place", "")) if no else ""
    request.state.kept = Kept("/policies/check", {"yaml": [written]})
    wrong = {"line": line_of(place), "place": place.partition(": ")[2] or place} if no else None
    problem = str(no.params.get("problem", "")) if no else ""
    said = mistake(problem)
    values: dict[str, Any] = {"written": written, "wrong": wrong, "problem": problem, "said": said, "fine": fine}
    return page(request, "policies/new.html", person, status=status, **values)


@router.get("/{key}")
async def shown(request: Request, key: str, person: Reader, house: House, version: Version = None) -> Response:
    """As readable steps; beside it what changed against the version before."""
    newest, seen, _ = await gather(_policy(house, key, None), _policy(house, key, version), know_units(house))
    before = await _policy(house, key, seen.version - 1) if seen.version > 1 else None
    changed = differences(before.body, seen.body) if before else []
    values: dict[str, Any] = {"policy": seen, "newest": newest.version, "before": before, "changed": changed}
    return page(request, "policies/policy.html", person, **values, written=as_text(seen.body))


@router.get("/{key}/diff")
async def diff(
    request: Request, key: str, person: Reader, house: House, old: Version = None, new: Version = None
) -> Response:
    """Any two versions against each other."""
    newest = await _policy(house, key, None)
    later = await _policy(house, key, new) if new else newest
    earlier = await _policy(house, key, old or max(1, later.version - 1))
    values: dict[str, Any] = {"policy": later, "before": earlier, "newest": newest.version}
    return page(request, "policies/diff.html", person, **values, changed=differences(earlier.body, later.body))


@router.get("/{key}/preview")
async def preview_form(request: Request, key: str, person: Reader, house: House) -> Response:
    return await _previewed(request, await _policy(house, key, None), person, house, None)


@router.post("/{key}/preview")
async def preview(request: Request, key: str, person: Reader, house: House) -> Response:
    """Who would be asked if this were asked for; nothing is written."""
    policy = await _policy(house, key, None)
    form = await request.form()
    facts: dict[str, str] = policy.body.get("facts", {})
    given = {name: _fact(of, str(form.get(f"fact_{name}") or "").strip()) for name, of in facts.items()}
    who = {"requester_id": form.get("requester_id")} if form.get("requester_id") else {}
    asked = PreviewRequest.model_validate({"policy": key, "facts": given, **who})
    seen = await house.post("approvals", "/requests/preview", asked, PreviewView)
    said = {name: [str(value)] for name, value in form.items() if isinstance(value, str)}
    request.state.kept = Kept(f"/policies/{key}/preview", said)
    return await _previewed(request, policy, person, house, seen)


async def _previewed(
    request: Request, policy: PolicyView, person: Person, house: HouseClient, seen: PreviewView | None
) -> Response:
    facts: dict[str, str] = policy.body.get("facts", {})
    may_choose = person.may(*OPERATORS)
    needs_people = may_choose or "person" in facts.values()
    people = await colleagues(house, person, me=True) if needs_people else []
    await know_units(house)
    values: dict[str, Any] = {"seen": seen, "facts": facts, "people": people, "may_choose": may_choose}
    return page(request, "policies/preview.html", person, policy=policy, **values)


def _fact(of: str, said: str) -> Any:
    """What is typed in the form of its type; what does not fit is left for approvals to refuse."""
    if of == "bool":
        return said == "yes"
    if of == "texts":
        return [one.strip() for one in said.replace("，", ",").split(",") if one.strip()]
    if of == "int":
        return int(said) if said.lstrip("-").isdigit() and len(said) < 19 else said
    return said.replace(",", "") if of in ("money", "number") else said


async def _policy(house: HouseClient, key: str, version: int | None) -> PolicyView:
    return await house.get("approvals", f"/policies/{key}", PolicyView, version=version)
