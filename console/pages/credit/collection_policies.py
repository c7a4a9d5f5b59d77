"""By which collection policies 回款政策 are customers offered terms, and how is the next version published?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request, Response

from console.form_input import FORM_KEYS, KeptInput
from console.pages.credit.collection_policy_form import command_of, fields_of
from console.pages.credit.standings import tabs
from console.pages.parts.authority import may_act
from console.pages.parts.responses import Key, done, list_page, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Link, Listing, Table, Worded
from console.wording.offered_terms import said_ways
from messages.collections.dunning.procedures import EVERYWHERE
from messages.collections.offers.policies import (
    BehaviourBound,
    CollectionPolicyEffects,
    CollectionPolicyView,
    ExtensionRule,
    GradeOffer,
)
from messages.payment_terms.words import plain
from messages.texts import text

router = APIRouter(prefix="/collection-policies")

PATH = "/collection-policies"
COLUMNS = ("name", "version", "legal_entity_id", "in_force", "published_by", "published_at")
GRADES = ("credit_grade", "usual_days", "most_days", "early_discount", "payment_ways")
RULES = ("name", "extension_days", "behaviour")


@router.get("")
async def collection_policies(request: Request, person: Reader, gateway: Gateway) -> Response:
    """Every version, with who published it and when; what is in force is said."""
    rows = [_row(one) for one in await _all(gateway)]
    may = may_act(person, "publish_collection_policy")
    actions = [Action("publish_collection_policy", f"{PATH}/new", page=True, weight="primary")] if may else []
    listing = Listing(
        "nav.collection_policies", COLUMNS, rows, tabs=tabs("collection_policies"), actions=actions,
        empty="empty.collection_policies",
    )  # fmt: skip
    return list_page(request, person, listing)


@router.get("/new")
async def publishing(request: Request, person: Reader, gateway: Gateway, based_on: UUID | None = None) -> Response:
    """Filled in with what is published already: of the named one, or else of the house."""
    found = await _all(gateway)
    named = next((one for one in found if one.id == based_on), None)
    return _form(request, person, named or _of_the_house(found), None)


@router.post("")
async def publish_collection_policy(request: Request, gateway: Gateway, person: Reader, key: Key) -> Response:
    """With `look` it only says what would change."""
    form = await request.form()
    command = command_of(form)
    if form.get("look"):
        effects = await gateway.post("collections", f"{PATH}/preview", command, CollectionPolicyEffects)
        typed = {name: [str(one) for one in form.getlist(name)] for name in form if name not in FORM_KEYS}
        request.state.kept = KeptInput(PATH, typed)
        return _form(request, person, _of_the_house(await _all(gateway)), effects)
    made = await gateway.post("collections", PATH, command, CollectionPolicyView, key=key)
    return done(request, f"{PATH}/{made.id}", text("message.publish_collection_policy", person.lang))


@router.get("/{policy_id}")
async def collection_policy(request: Request, policy_id: UUID, person: Reader, gateway: Gateway) -> Response:
    """One version, grade by grade and rule by rule."""
    one = next((found for found in await _all(gateway) if found.id == policy_id), None)
    if one is None:
        raise HTTPException(404)
    fields: list[Field] = list(zip(COLUMNS[1:], _row(one)[1:], strict=True))
    may = may_act(person, "publish_collection_policy")
    new = f"{PATH}/new?based_on={one.id}"
    actions = [Action("publish_next_version", new, page=True, weight="primary")] if may else []
    tables = [
        Table("console.offered_by_grade", GRADES, [_grade(offer, person.lang) for offer in one.grades]),
        Table("console.offer_extensions", RULES, [_rule(rule, person.lang) for rule in one.extensions]),
    ]
    shown: dict[str, Any] = {
        "title": one.name or text("console.house_policy", person.lang),
        "over": text("nav.collection_policies", person.lang),
        "fields": fields,
        "tables": tables,
        "actions": actions,
    }
    return page(request, "credit/tables.html", person, **shown)


def _form(
    request: Request, person: Person, based_on: CollectionPolicyView | None, effects: CollectionPolicyEffects | None
) -> Response:
    head, grades, rules = fields_of(based_on, person.lang)
    values: dict[str, Any] = {"head": head, "grades": grades, "rules": rules, "effects": effects, "path": PATH}
    return page(request, "credit/collection_policy_form.html", person, **values)


async def _all(gateway: ServiceGateway) -> list[CollectionPolicyView]:
    return await gateway.get("collections", PATH, list[CollectionPolicyView])


def _of_the_house(found: Sequence[CollectionPolicyView]) -> CollectionPolicyView | None:
    return next((one for one in found if one.legal_entity_id == EVERYWHERE and one.in_force), None)


def _row(one: CollectionPolicyView) -> tuple[Cell, ...]:
    return (
        Link(one.name or Worded("console.house_policy"), f"{PATH}/{one.id}"),
        one.version,
        Worded("console.everywhere") if one.legal_entity_id == EVERYWHERE else one.legal_entity_id,
        Worded("value.yes", tone="good") if one.in_force else Worded("value.no"),
        one.published_by_name or None,
        one.published_at,
    )


def _grade(one: GradeOffer, lang: str) -> tuple[Cell, ...]:
    early = one.early
    discount = Worded("offer.early", {"percent": plain(early.percent), "days": early.days}) if early else None
    return (
        Worded(f"credit_grade.{one.grade}") if one.grade else Worded("console.no_grade"),
        one.usual_days,
        Worded("console.by_credit_policy") if one.most_days is None else one.most_days,
        discount,
        said_ways(one.ways, lang),
    )


def _rule(one: ExtensionRule, lang: str) -> tuple[Cell, ...]:
    return one.name, f"{one.days:+d}", text("offer.and", lang).join(said_bound(bound, lang) for bound in one.bounds)


def said_bound(one: BehaviourBound, lang: str) -> str:
    fact = text(f"credit_rule.{one.fact}", lang)
    if one.from_value is None:
        return text("offer.to", lang, fact=fact, most=one.to_value)
    if one.to_value is None:
        return text("offer.from", lang, fact=fact, least=one.from_value)
    return text("offer.between", lang, fact=fact, least=one.from_value, most=one.to_value)
