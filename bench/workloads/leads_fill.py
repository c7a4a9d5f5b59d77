"""Which leads and customers stand there when many do? Made names only, by COPY, with the services' own keys."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg  # type: ignore[import-untyped]

from messages.matching.companies import company_key
from services.deals.domain import searches as of_customers
from services.leads.domain import searches as of_leads
from services.leads.domain.duplicates import Keys, wide_pairs
from services.leads.domain.match_rules import MatchRules, identities

PLACES = ("上海", "苏州", "杭州", "南京", "北京", "天津", "青岛", "沈阳", "重庆", "成都", "深圳", "厦门")
FIRSTS = "金瑞新博恒安同立华远东方海天宏泰鑫嘉永盛德润智汇中联信达凯创"
SECONDS = "辰丰元远通泰创达威凌宇航腾飞翔睿诚硕茂晟源森彩虹恩科普迈拓"
TRADES = (
    "机械",
    "电子",
    "食品",
    "物流",
    "科技",
    "自动化",
    "新材料",
    "医疗器械",
    "能源",
    "精密仪器",
    "包装",
    "环保设备",
)
FORMS = ("有限公司", "股份有限公司", "有限责任公司", "集团有限公司")
LATIN = ("Red", "Silver", "Harbour", "Maple", "North", "Iron", "Cedar", "Bright", "Stone", "River", "Falcon", "Granite")
ENDS = ("wood", "line", "field", "gate", "works", "bridge", "peak", "forge", "port", "land", "point", "mill")
KINDS = ("Foods Ltd.", "Logistics", "Tools GmbH", "Dairy Inc.", "Seiki K.K.", "Systems B.V.", "Instruments plc")
FAMILIES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英"
STATUSES = ("POOLED",) * 8 + ("OWNED",) * 7 + ("CONVERTED",) * 2 + ("DROPPED",) * 2 + ("DUPLICATE",)
STRANGERS = 20  # sellers who share them with the one who looks
YEARS = 3
LEADS_OF_CUSTOMERS = 5  # as many leads as one customer stands for
KNOWN_OF_PERSON = ("id", "customer_id", "name", "legal_entity_id", "phone_keys", "email_keys")
EMPTY = ("first_response_at", "clock_from", "warn_at", "follow_up_due_at", "wake_at", "assignment")


@dataclass(frozen=True)
class Party:
    """One company and somebody there."""

    company: str
    contact: str
    phone: str

    @property
    def key(self) -> str:
        return company_key(self.company) or self.company

    @property
    def phone_keys(self) -> list[str]:
        return [f"+86{self.phone}"]


def party_of(place: int) -> Party:
    """The same one for the same place, whatever was made before it."""
    luck = random.Random(place)
    pick = luck.choice
    if luck.random() < 0.2:
        company = f"{pick(LATIN)}{pick(ENDS)} {pick(LATIN)}{pick(ENDS)} {pick(KINDS)}"
    else:
        company = (
            pick(PLACES) + pick(FIRSTS) + pick(SECONDS) + pick(FIRSTS) + pick(SECONDS) + pick(TRADES) + pick(FORMS)
        )
    contact = pick(FAMILIES) + pick(GIVEN) + luck.choice([*GIVEN, ""])
    return Party(company, contact, f"1{luck.choice(('38', '39', '50', '86'))}{place:08d}")


@dataclass(frozen=True)
class Setting:
    """The rows that the new ones are like, and whose they are."""

    lead: Mapping[str, Any]
    customer: Mapping[str, Any]
    person: Mapping[str, Any]
    address: Mapping[str, Any]
    pools: Sequence[UUID]
    now: datetime


async def fill_leads(connection: asyncpg.Connection, setting: Setting, places: range) -> None:
    """With what leads knows of customers and their people, and who holds which phone."""
    leads = [_lead(setting, place) for place in places]
    await _copy(connection, "lead", leads)
    held = [
        {"legal_entity_id": lead["legal_entity_id"], "identity": identity, "lead_id": lead["id"]}
        for lead in leads
        if lead["status"] in ("POOLED", "OWNED")
        for identity in identities(Keys(phones=tuple(lead["phone_keys"])), MatchRules())
    ]
    await _copy(connection, "lead_identity", held)
    customers, persons = [], []
    for row, person, party in _customers(setting, places):
        pairs, version = wide_pairs(party.key), 1
        known = {name: row[name] for name in ("id", "name", "number", "name_key", "owner_id", "legal_entity_id")}
        customers.append(known | {"name_pairs": pairs, "key_version": row["key_version"], "version": version})
        known = {name: person[name] for name in KNOWN_OF_PERSON}
        persons.append(known | {"customer_number": row["number"], "version": version})
    await _copy(connection, "customer", customers)
    await _copy(connection, "contact_person", persons)
    await connection.execute("VACUUM ANALYZE")  # as it does by itself, later


async def fill_customers(connection: asyncpg.Connection, setting: Setting, places: range) -> None:
    """Each with somebody there, and an address."""
    found = list(_customers(setting, places))
    await _copy(connection, "customer", [row for row, _, _ in found])
    await _copy(connection, "contact_person", [person for _, person, _ in found])
    addresses = [{**setting.address, "id": uuid4(), "customer_id": row["id"]} for row, _, _ in found]
    await _copy(connection, "customer_address", addresses)
    await connection.execute("VACUUM ANALYZE")


def _lead(setting: Setting, place: int) -> dict[str, Any]:
    party, luck = party_of(place), random.Random(-place - 1)
    status = luck.choice(STATUSES)
    row = dict(setting.lead) | dict.fromkeys(EMPTY)
    row |= {"id": uuid4(), "number": f"LD-X-{place:07d}", "external_id": f"X{place}", "status": status}
    row |= {"company": party.company, "company_key": party.key, "company_pairs": wide_pairs(party.key)}
    row |= {"contact": party.contact, "phone": party.phone, "phone_key": party.phone_keys[0]}
    row |= {"phone_keys": party.phone_keys, "pool_id": luck.choice(setting.pools), "priority": luck.randrange(100)}
    row |= {"created_at": _at(setting, luck), "region": luck.choice(PLACES)}
    row |= {"duplicate_of": setting.lead["id"] if status == "DUPLICATE" else None}
    owned = status in ("OWNED", "CONVERTED")
    row |= _owner(setting.lead, place) if owned else {"owner_id": None, "owner_unit": "cs"}
    told = {"number": row["number"], "external_id": row["external_id"], "company": party.company}
    row["search"] = of_leads.lead_text(**told, company_key=party.key)
    row["search_person"] = of_leads.person_text(
        contact=party.contact, phone=party.phone, phone_keys=party.phone_keys, email=None
    )
    return row


def _customers(setting: Setting, places: range) -> Iterator[tuple[dict[str, Any], dict[str, Any], Party]]:
    """The same ones for both services."""
    for place in places:
        if place % LEADS_OF_CUSTOMERS:
            continue
        party, luck = party_of(place), random.Random(place)
        id, number = UUID(int=place + 1), f"CU-X-{place:07d}"
        key = f"{party.key[:180]}~{number}"  # a name that came before bears its number, as the backfill does it
        row = dict(setting.customer) | {"id": id, "number": number, "name": party.company, "name_key": key}
        row |= {"created_at": _at(setting, luck), **_owner(setting.customer, place // LEADS_OF_CUSTOMERS)}
        told = {"number": number, "name": party.company, "name_key": party.key}
        row["search"] = of_customers.customer_text(**told, tax_id=None, external_id=None)
        person = dict(setting.person) | {"id": UUID(int=place + 2**64), "customer_id": id, "name": party.contact}
        person |= {"name_key": party.contact, "phones": [party.phone], "phone_keys": party.phone_keys}
        person |= {"emails": [], "email_keys": []}
        person["search"] = of_customers.person_text(
            name=party.contact, phones=[party.phone], phone_keys=party.phone_keys, emails=[]
        )
        yield row, person, party


def _owner(like: Mapping[str, Any], place: int) -> dict[str, Any]:
    stranger = place % (STRANGERS + 1)
    if not stranger:
        return {"owner_id": like["owner_id"], "owner_unit": like["owner_unit"]}
    return {"owner_id": UUID(int=stranger), "owner_unit": "cs/east/sales-2" if stranger < 6 else "cs/elsewhere"}


def _at(setting: Setting, luck: random.Random) -> datetime:
    return setting.now - timedelta(seconds=luck.randrange(YEARS * 365 * 86_400))


async def _copy(connection: asyncpg.Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        records = [tuple(row.values()) for row in rows]
        await connection.copy_records_to_table(table, records=records, columns=list(rows[0]))
