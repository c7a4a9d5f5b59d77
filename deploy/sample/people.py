"""Who works in the sample company?"""

from decimal import Decimal

from deploy.cast.company import CastMember

PASSWORD = "countersign-demo"

UNITS = {
    "cs": "晨星科技 Morningstar Technology",
    "cs/office": "总部 Head office",
    "cs/east": "华东区 East",
    "cs/east/sales-1": "华东销售一组 East sales 1",
    "cs/north": "华北区 North",
    "cs/north/sales-1": "华北销售一组 North sales 1",
}

PEOPLE = (
    CastMember(
        login="zhou.director", name="周建国", unit="cs", roles=("director",), approval_limit=Decimal(10_000_000)
    ),
    CastMember(
        login="wang.manager",
        name="王丽 Wang Li",
        unit="cs/east",
        roles=("sales_manager",),
        manager="zhou.director",
        approval_limit=Decimal(500_000),
    ),
    CastMember(
        login="anna.manager",
        name="Anna Schmidt",
        unit="cs/north",
        roles=("sales_manager",),
        manager="zhou.director",
        lang="en",
        approval_limit=Decimal(500_000),
    ),
    CastMember(login="li.sales", name="李伟", unit="cs/east/sales-1", roles=("sales",), manager="wang.manager"),
    CastMember(login="chen.sales", name="陈静", unit="cs/east/sales-1", roles=("sales",), manager="wang.manager"),
    CastMember(
        login="tom.sales",
        name="Tom Baker",
        unit="cs/north/sales-1",
        roles=("sales",),
        manager="anna.manager",
        lang="en",
    ),
    CastMember(login="zhao.sales", name="赵敏", unit="cs/north/sales-1", roles=("sales",), manager="anna.manager"),
    CastMember(login="he.marketing", name="何琳", unit="cs/office", roles=("marketing",), manager="zhou.director"),
    CastMember(login="sun.legal", name="孙律", unit="cs/office", roles=("legal",), manager="zhou.director"),
    CastMember(login="qian.finance", name="钱芳", unit="cs/office", roles=("finance",), manager="zhou.director"),
    CastMember(
        login="fiona.finance",
        name="Fiona Clark",
        unit="cs/office",
        roles=("finance",),
        manager="zhou.director",
        lang="en",
    ),
    CastMember(login="wu.orders", name="吴强", unit="cs/office", roles=("order_admin",), manager="zhou.director"),
    CastMember(login="zheng.shipper", name="郑凯", unit="cs/office", roles=("shipper",), manager="wu.orders"),
    CastMember(login="ops", name="运维 Ops", unit="cs/office", roles=("ops", "admin"), manager="zhou.director"),
)

# Who a newcomer may want to be.
LOGINS = (
    ("li.sales", "sells: leads, opportunities, contracts, orders 销售"),
    ("wang.manager", "approves registrations of her sellers 销售经理"),
    ("he.marketing", "plans campaigns, sees what came of them 市场"),
    ("sun.legal", "approves contracts 法务"),
    ("qian.finance", "approves contracts, confirms payments, issues invoices 财务"),
    ("wu.orders", "approves orders 订单管理"),
    ("zheng.shipper", "ships and confirms receipt 发货"),
    ("zhou.director", "approves what is large or in conflict 总监"),
    ("ops", "sees every history 运维"),
)

# Who orders for himself, at the customer whose order is complete.
BUYER = ("bai.buyer", "a customer: orders for himself, sees his orders 客户自助下单")
BUYER_NAME = "白灵 Bai Ling"
