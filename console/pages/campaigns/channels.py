"""By which channels do leads come, how many by each, and who changes the list?"""

from asyncio import gather
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response

from console.pages.deals.lead_channels import channel_name
from console.pages.deals.written_rows import read_list, read_rows, write_rows
from console.pages.parts.navigation import may_open
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway
from console.session import Person, Reader
from console.view_models import Action, Cell, Input, Link, Table
from messages.leads.channels import OTHER, ChannelCounts, LeadChannelsView, SetLeadChannels
from messages.roles import Role
from messages.texts import LANGUAGES, known, text

router = APIRouter(prefix="/lead-channels")
PATH = "/lead-channels"
PARTS = ("code", "zh", "en", "aliases")
COUNTED = ("leads", "converted", "dropped", "duplicates")


@router.get("")
async def lead_channels(request: Request, person: Reader, gateway: Gateway) -> Response:
    seen, counts = await gather(
        gateway.get("leads", "/lead-channels", LeadChannelsView),
        gateway.get("leads", "/lead-channels/counts", ChannelCounts),
    )
    actions = []
    if person.may(Role.MARKETING, Role.OPS, Role.ADMIN):
        actions = [Action("see_lead_forms", "/lead-forms", page=True)]
    if person.may(Role.OPS, Role.ADMIN):
        actions += [Action("see_channel_keys", "/channel-keys", page=True), _setting(seen)]
    tables = [Table("console.leads_by_channel", ("channel", *COUNTED), _counted(seen, counts, person))]
    said: dict[str, Any] = {
        "tables": tables,
        "actions": actions,
        "total": counts.total,
        "opens_leads": may_open(person, "lead"),
    }
    return page(request, "campaigns/channels.html", person, **said)


@router.post("")
async def set_lead_channels(
    request: Request, gateway: Gateway, person: Reader, key: Key, lead_channels: Annotated[str, Form()] = ""
) -> Response:
    rows = []
    for row in read_rows("lead_channels", lead_channels, PARTS):
        label = {lang: row[lang] for lang in LANGUAGES if lang in row}
        rows.append({"code": row["code"], "label": label, "aliases": read_list(row.get("aliases", ""))})
    await gateway.put("leads", PATH, SetLeadChannels.model_validate({"channels": rows}), LeadChannelsView, key=key)
    return done(request, PATH, text("message.saved", person.lang))


def _setting(seen: LeadChannelsView) -> Action:
    """As they stand, to begin with."""
    rows = [
        (one.code, one.label.get("zh") or _usual(one.code, "zh"), one.label.get("en") or _usual(one.code, "en"),
         ", ".join(one.aliases))
        for one in seen.channels
    ]  # fmt: skip
    field = Input("lead_channels", "area", write_rows(rows), hint="hint.lead_channels")
    return Action("set_lead_channels", PATH, (field,))


def _usual(code: str, lang: str) -> str | None:
    worded = f"lead_channel.{code}"
    return text(worded, lang) if known(worded) else None


def _counted(seen: LeadChannelsView, counts: ChannelCounts, person: Person) -> list[tuple[Cell, ...]]:
    """Each channel of the list, also one by which nothing has come, and what is of none."""
    sums: dict[str, dict[str, int]] = {one.code: dict.fromkeys(COUNTED, 0) for one in seen.channels}
    for row in counts.rows:
        of_channel = sums.setdefault(row.channel_code, dict.fromkeys(COUNTED, 0))
        for name in COUNTED:
            of_channel[name] += getattr(row, name)
    ordered: list[Any] = sorted(sums.items(), key=lambda one: (one[0] == OTHER, -one[1]["leads"]))
    named = [(code, channel_name(code, seen.channels, person), of) for code, of in ordered]
    opens = may_open(person, "lead")
    return [
        (Link(name, f"/leads?channel={code}") if opens else name, *(of[one] for one in COUNTED))
        for code, name, of in named
    ]
