"""Which forms does the company have on its site, and how does one make, change and close them?"""

from asyncio import gather
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.form_input import Unreadable, whole
from console.pages.deals.lead_channels import channel_name, channel_options
from console.pages.deals.written_rows import read_list
from console.pages.parts.responses import Key, done, list_page, more, record_page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Field, Input, Link, Listing, Record, Worded
from messages.base import Page
from messages.leads.channels import LeadChannel, LeadChannelsView
from messages.leads.lead_forms import ChangeLeadForm, FormField, LeadFormView, MakeLeadForm
from messages.texts import LANGUAGES, text

router = APIRouter(prefix="/lead-forms")
PATH = "/lead-forms"
COLUMNS = ("name", "status", "channel", "received_today", "last_used_at")
USUAL = [FormField.CONTACT, FormField.COMPANY, FormField.PHONE, FormField.EMAIL, FormField.NOTE]
Text = Annotated[str, Form()]


@router.get("")
async def lead_forms(request: Request, person: Reader, gateway: Gateway, cursor: str | None = None) -> Response:
    found, channels = await gather(gateway.get("leads", PATH, Page[LeadFormView], cursor=cursor), _channels(gateway))
    rows: list[tuple[Cell, ...]] = [
        (Link(one.name, f"{PATH}/{one.id}"), _state(one), channel_name(one.channel, channels, person),
         one.received_today, one.last_used_at)
        for one in found.items
    ]  # fmt: skip
    channel = Input("channel", "select", "WEBSITE", channel_options(channels, person))
    making = Action("make_lead_form", PATH, (*_inputs(None, person), channel), "primary")
    tabs = [("nav.lead_channels", "/lead-channels", False)]
    listing = Listing(
        "nav.lead_forms", COLUMNS, rows, more(found, PATH), tabs=tabs, actions=[making], empty="empty.lead_forms"
    )
    return list_page(request, person, listing)


@router.post("")
async def make_lead_form(
    request: Request, gateway: Gateway, person: Reader, key: Key, form_name: Text = "", channel: Text = "",
    form_title: Text = "", form_fields: Text = "", form_required: Text = "", consent: Text = "", thanks: Text = "",
    sites: Text = "", per_sender: Text = "", per_day: Text = "",
) -> Response:  # fmt: skip
    said = _said(form_fields, form_required, sites, form_title=form_title, consent=consent, thanks=thanks)
    said |= {"per_sender": whole("per_sender", per_sender), "per_day": whole("per_day", per_day)}
    command = MakeLeadForm.model_validate({**said, "name": form_name, "channel": channel})
    made = await gateway.post("leads", PATH, command, LeadFormView, key=key)
    return done(request, f"{PATH}/{made.id}", text("message.saved", person.lang))


@router.get("/{lead_form_id}")
async def lead_form(request: Request, lead_form_id: UUID, person: Reader, gateway: Gateway) -> Response:
    seen, channels = await gather(gateway.get("leads", f"{PATH}/{lead_form_id}", LeadFormView), _channels(gateway))
    path, actions = f"{PATH}/{seen.id}", []
    if seen.closed_at is None:
        version = Input("version", "hidden", str(seen.version))
        actions = [
            Action("edit", f"{path}/edit", (version, *_inputs(seen, person))),
            Action("close_lead_form", f"{path}/close", weight="danger", sure="sure.close_lead_form"),
        ]
    address = f"{str(request.base_url).rstrip('/')}/f/{seen.id}"
    fields = _shown(seen, channel_name(seen.channel, channels, person), person)
    record = Record("lead_form", seen.id, "", seen.name, _state(seen), fields, actions=actions)
    return await record_page(request, person, record, "campaigns/lead_form.html", address=address)


@router.post("/{lead_form_id}/edit")
async def change_lead_form(
    request: Request, lead_form_id: UUID, gateway: Gateway, person: Reader, key: Key, version: Text = "",
    form_name: Text = "", form_title: Text = "", form_fields: Text = "", form_required: Text = "", consent: Text = "",
    thanks: Text = "", sites: Text = "", per_sender: Text = "", per_day: Text = "", activity_id: Text = "",
    pool_id: Text = "",
) -> Response:  # fmt: skip
    said = _said(form_fields, form_required, sites, form_title=form_title, consent=consent, thanks=thanks)
    said |= {"per_sender": whole("per_sender", per_sender), "per_day": whole("per_day", per_day)}
    said |= {"name": form_name, "activity_id": activity_id or None, "pool_id": pool_id or None}
    path, command = f"{PATH}/{lead_form_id}", ChangeLeadForm.model_validate(said)
    await gateway.replace("leads", path, command, LeadFormView, version=whole("version", version), key=key)
    return done(request, path, text("message.saved", person.lang))


@router.post("/{lead_form_id}/close")
async def close_lead_form(request: Request, lead_form_id: UUID, gateway: Gateway, person: Reader, key: Key) -> Response:
    path = f"{PATH}/{lead_form_id}"
    await gateway.post("leads", f"{path}/close", None, LeadFormView, key=key)
    return done(request, path, text("message.lead_form_closed", person.lang))


def _state(seen: LeadFormView) -> Worded:
    if seen.closed_at is not None:
        return Worded("status.lead_form.CLOSED", tone="bad")
    return Worded("status.lead_form.OPEN", tone="good")


def _shown(seen: LeadFormView, channel: Cell, person: Person) -> list[Field]:
    said = (("form_title", seen.title), ("consent", seen.consent), ("thanks", seen.thanks))
    words: list[Field] = [(name, _in(words, person.lang)) for name, words in said]
    return [
        ("channel", channel),
        *words,
        ("form_fields", _listed(seen.fields, person)),
        ("form_required", _listed(seen.required, person)),
        ("sites", ", ".join(seen.sites)),
        ("per_sender", seen.per_sender),
        ("per_day", seen.per_day),
        ("received_today", seen.received_today),
        ("last_used_at", seen.last_used_at),
        ("created_at", seen.created_at),
        ("closed_at", seen.closed_at),
    ]


def _inputs(seen: LeadFormView | None, person: Person) -> tuple[Input, ...]:
    fields = seen.fields if seen else USUAL
    required = seen.required if seen else [FormField.PHONE]
    hidden = (
        (
            Input("activity_id", "hidden", str(seen.activity_id or "")),
            Input("pool_id", "hidden", str(seen.pool_id or "")),
        )
        if seen
        else ()
    )
    return (
        Input("form_name", value=seen.name if seen else ""),
        Input("form_title", "area", _both(seen, "title"), required=False, hint="hint.two_languages"),
        Input("form_fields", "area", _listed(fields, person), hint="hint.lead_fields"),
        Input("form_required", "area", _listed(required, person), required=False, hint="hint.lead_fields"),
        Input("consent", "area", _both(seen, "consent"), required=False, hint="hint.two_languages"),
        Input("thanks", "area", _both(seen, "thanks"), required=False, hint="hint.two_languages"),
        Input("sites", "area", "\n".join(seen.sites) if seen else "", required=False, hint="hint.sites"),
        Input("per_sender", "number", str(seen.per_sender if seen else 5)),
        Input("per_day", "number", str(seen.per_day if seen else 500)),
        *hidden,
    )


def _said(form_fields: str, required: str, sites: str, **words: str) -> dict[str, Any]:
    said: dict[str, Any] = {name.removeprefix("form_"): _words(name, typed) for name, typed in words.items()}
    return said | {
        "fields": _fields("form_fields", form_fields),
        "required": _fields("form_required", required),
        "sites": sites.split(),
    }


def _words(name: str, typed: str) -> dict[str, str]:
    """The first line is Chinese, the second English; one line is for both."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > len(LANGUAGES):
        raise Unreadable(name, "input.two_lines")
    return dict(zip(LANGUAGES, lines * 2 if len(lines) == 1 else lines, strict=False))


def _fields(name: str, typed: str) -> list[str]:
    """As they are worded, or by their codes. Raises Unreadable."""
    words = {text(f"field.{field}", lang).casefold(): field.value for field in FormField for lang in LANGUAGES}
    found = [words.get(part.casefold(), part) for part in read_list(typed)]
    if strange := next((part for part in found if part not in set(FormField)), None):
        raise Unreadable(name, "input.no_lead_field", params={"said": strange})
    return found


def _both(seen: LeadFormView | None, name: str) -> str:
    words = getattr(seen, name) if seen else {}
    return "\n".join(words[lang] for lang in LANGUAGES if lang in words)


def _in(words: Any, lang: str) -> str:
    return str(words.get(lang) or next(iter(words.values()), ""))


def _listed(fields: list[FormField], person: Person) -> str:
    return ", ".join(text(f"field.{field}", person.lang) for field in fields)


async def _channels(gateway: ServiceGateway) -> list[LeadChannel]:
    return (await gateway.get("leads", "/lead-channels", LeadChannelsView)).channels
