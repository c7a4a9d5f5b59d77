"""What does the sample company sell, to whom, and where do its leads come from? (one seed: the same every time)"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID, uuid5

from deploy.cast.company import Company
from deploy.sample.people import PASSWORD, PEOPLE, UNITS
from messages.approvals.people import AddCalendar, AddLegalEntity
from messages.leads.leads import PostLead
from messages.leads.pools import DefinePool
from messages.orders.products import AddProduct

SAMPLE = UUID("4f1d1c52-7d0e-5a53-9f0f-0b5a1f6a9a10")
ENTITY = "CS-CN"

PRODUCTS = (
    ("GW-100", "工业网关 Industrial gateway", "4800.00"),
    ("GW-300", "边缘网关 Edge gateway", "12600.00"),
    ("SN-20", "温湿度传感器 Climate sensor", "260.00"),
    ("SW-STD", "监控平台 Monitoring platform", "38000.00"),
    ("SV-YR", "年度服务 Yearly service", "9600.00"),
)
PLACES = ("上海", "苏州", "杭州", "南京", "北京", "天津", "青岛", "沈阳")
NAMES = ("金辰", "瑞丰", "新元", "博远", "恒通", "安泰", "同创", "立远")
TRADES = ("机械有限公司", "电子股份有限公司", "食品有限公司", "物流有限公司")
FOREIGN = ("Redwood Foods Ltd.", "Silverline Logistics", "Harbour Tools GmbH", "Maple Dairy Inc.", "Kitano Seiki K.K.")
SOURCES = ("展会 Fair", "官网 Website", "转介绍 Referral", "搜索 Search")


@dataclass(frozen=True)
class Plan:
    """One sale of the sample: who sells what to whom, and how far it has come."""

    seller: str
    customer: str
    project: str
    product: str
    quantity: int
    price: Decimal
    until: (
        str  # registered, protected, submitted, effective, placed, reserved, shipped, paid, completed, lost, returned
    )


def company() -> Company:
    """Everything that stands before the first lead comes."""
    pools = [
        DefinePool(
            id=id_of("pool east"),
            code="EAST",
            name="华东公海 East pool",
            legal_entity_id=ENTITY,
            unit="cs/east",
            regions=["上海", "苏州", "杭州", "南京"],
        ),
        DefinePool(id=id_of("pool all"), code="ALL", name="全国公海 Common pool", legal_entity_id=ENTITY, unit="cs"),
    ]
    return Company(
        legal_entity=AddLegalEntity(id=ENTITY, name="晨星科技有限公司", currency="CNY", calendar="CN"),
        calendar=AddCalendar(id="CN", name="中国大陆 Mainland China", country="CN", years=[2025, 2026, 2027]),
        people=PEOPLE,
        password=PASSWORD,
        products=[
            AddProduct(
                id=id_of(code), code=code, name=name, price=Decimal(price), currency="CNY", legal_entity_id=ENTITY
            )
            for code, name, price in PRODUCTS
        ],
        pools=pools,
        units=UNITS,
    )


def leads(count: int = 40) -> Iterator[PostLead]:
    """Companies that showed a first sign of interest."""
    chance = random.Random(7)
    names = [f"{city}{name}{trade}" for city in PLACES for name in NAMES for trade in TRADES]
    companies = [*FOREIGN, *chance.sample(names, count)]
    for place, company in enumerate(chance.sample(companies, count)):
        yield PostLead(
            id=id_of(f"lead {place}"),
            legal_entity_id=ENTITY,
            source=chance.choice(SOURCES),
            external_id=f"SAMPLE-{place:03}",
            company=company,
            contact=chance.choice(("张先生", "刘女士", "Ms Novak", "Mr Ito")),
            phone=f"138{chance.randrange(10**8):08}",
            region=next((city for city in PLACES if company.startswith(city)), "海外 Overseas"),
            project=chance.choice(("产线改造", "冷链监控", "New plant", "能耗监测")),
        )


def sales() -> tuple[Plan, ...]:
    """One sale at every station, so that every inbox has something."""
    return (
        Plan("li.sales", "上海华信机械有限公司", "产线监控一期", "GW-100", 10, Decimal("4600.00"), "completed"),
        Plan("li.sales", "苏州瑞丰电子股份有限公司", "车间联网", "GW-300", 5, Decimal("11800.00"), "reserved"),
        Plan("chen.sales", "杭州东方食品有限公司", "冷链监控", "SN-20", 200, Decimal("245.00"), "placed"),
        Plan("chen.sales", "南京博远物流有限公司", "仓储监控", "SW-STD", 2, Decimal("36000.00"), "submitted"),
        Plan(
            "tom.sales", "Northwind Manufacturing Co., Ltd.", "Plant 2", "GW-300", 40, Decimal("9900.00"), "submitted"
        ),
        Plan("tom.sales", "Bluepeak Foods Ltd.", "Cold chain", "SN-20", 400, Decimal("240.00"), "shipped"),
        Plan("zhao.sales", "北京恒通机械有限公司", "能耗监测", "SV-YR", 3, Decimal("9600.00"), "registered"),
        Plan("zhao.sales", "青岛安泰食品有限公司", "追溯系统", "SW-STD", 1, Decimal("38000.00"), "protected"),
        Plan("li.sales", "上海东方电子股份有限公司", "试点项目", "GW-100", 2, Decimal("4800.00"), "returned"),
        Plan("chen.sales", "苏州安泰物流有限公司", "园区网关", "GW-100", 6, Decimal("4700.00"), "lost"),
    )


def id_of(what: str) -> UUID:
    return uuid5(SAMPLE, what)
