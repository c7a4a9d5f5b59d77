"""Which kinds of records come in from files, which fields have they, and under which names do files have them?"""

import re
import types
import typing
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from messages.approvals.people import ImportPersonRow
from messages.collections.exchange import ImportExchangeRateRow
from messages.collections.payment_imports import ImportPaymentRow
from messages.collections.receivables import ImportReceivableRow
from messages.custom_fields import CustomField
from messages.deals.contract_imports import ImportContractRow
from messages.deals.customers import ImportCustomerRow
from messages.deals.opportunities import ImportOpportunityRow
from messages.leads.leads import ImportLeadRow
from messages.mappings.mapping import FieldFrom
from messages.orders.order_imports import ImportOrderRow
from messages.orders.products import ImportProductRow
from messages.roles import Role
from messages.texts import LANGUAGES, known, said_in, text

IMPORTERS = (Role.FINANCE, Role.ORDER_ADMIN, Role.OPS, Role.ADMIN)
KEEPERS = (Role.OPS, Role.ADMIN)
CUSTOMERS = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.ORDER_ADMIN, *KEEPERS)
NOISE = re.compile(r"[\s_\-—:：*＊()（）\[\]【】./\\%#]+")
OWN_FIELDS = {"text": "text", "choice": "text", "number": "number", "date": "date", "flag": "flag"}
# How files call them, beside the words of both languages and the field's own name; a blank parts two names.
ALSO: Mapping[str, str] = {
    "company": "公司 单位 单位名称 企业名称 客户名称 客户 company_name account account_name organisation organization",
    "contact": "姓名 联系人姓名 客户姓名 name full_name contact_name contact_person",
    "phone": "手机 手机号 手机号码 联系电话 电话号码 联系方式 mobile telephone tel phone_number",
    "email": "邮件 电子邮箱 电子邮件 e-mail mail email e-mail_address email_address",
    "region": "地区 省份 城市 省市 city province state",
    "source": "线索来源 渠道来源 客户来源 lead_source",
    "note": "说明 描述 备注信息 remark remarks notes description comment",
    "project": "项目名称 project_name",
    "external_id": "编号 单号 原系统编号 原系统单号 发票号 发票编号 order invoice opportunity_id"
    " id no number prospect_id invoice_number",
    "tax_id": "统一社会信用代码 信用代码 纳税人识别号 vat vat_number tax_number",
    "sector": "所属行业 industry", "country": "office_location", "parent_name": "母公司 上级公司 subsidiary_of_parent",
    "employees": "员工数 人数 员工人数 headcount", "founded": "成立年份 成立时间 year_established",
    "legal_entity_id": "法人实体 公司主体 主体 entity",
    "amount": "应收金额 到账金额 回款金额 总额 total sum", "currency": "货币 币别",
    "received_on": "回款日期 收款日期 付款日期 date_paid paid_on", "due_on": "到期 应收日期 due_date",
    "invoiced_on": "开票日期 发票日期 invoice_date", "settled_on": "付清日期 settled_date paid_date",
    "customer": "客户名称 客户编号 公司 公司名称 customer_id customer_number customer_name",
    "customer_name": "客户 公司名称 account customer",
    "order": "订单 订单号 销售订单 order_number", "receivable": "应收编号 receivable_number",
    "reference": "流水号 银行流水号 交易流水号 transaction_id", "method": "付款方式 支付方式 payment_method",
    "product_code": "产品 产品编号 物料编码 商品编码 sku product item",
    "quantity": "件数 qty pieces", "price": "价格 单价元 unit_price list_price sales_price",
    "effective_on": "签订日期 签约日期 合同日期 signed_on effective_date", "terms": "付款方式 付款条款 payment_terms",
    "title": "合同名称 项目名称 title",
    "placed_on": "日期 订单日期 order_date placed", "ship_to": "地址 送货地址 收货人地址 address",
    "number": "编号", "code": "产品编码 产品编号 编码 物料编码 sku product_code",
    "seller": "销售员 业务员 销售人员 负责人 sales_agent owner", "owner": "业务员 销售 跟进人 salesperson",
    "stage": "deal_stage 商机阶段", "close_value": "成交额 金额 amount value",
    "engaged_on": "engage_date 开始日期", "closed_on": "close_date 成交日期",
    "name": "姓名 产品名称 客户名称 公司名称 full_name product account",
    "login": "用户名 登录名 工号 username user", "unit": "组织 部门编码 department",
    "manager": "直属上级 主管 supervisor",
    "day": "date 汇率日期", "base": "base_currency from", "quote": "quote_currency to",
}  # fmt: skip


@dataclass(frozen=True)
class Target:
    """A field that a column may become: what it is called, whether each row needs it, how its cells are read."""

    name: str
    type: str
    needed: bool
    label: Mapping[str, str]
    also: str = ""  # how files call it besides

    def source(self, column: str, **how: Any) -> FieldFrom:
        """Read from this column; days year first, unless it is said otherwise."""
        given: dict[str, Any] = {"column": column, "type": self.type, **how}
        if given["type"] == "date":
            given.setdefault("format", ["ymd", "excel"])
        return FieldFrom.model_validate(given)


@dataclass(frozen=True)
class ImportKind:
    """Where its rows go, who may bring them, and what they are. `together`: rows that say the same there are one
    record, and go in one batch."""

    name: str
    service: str
    route: str
    row: type[BaseModel]
    roles: Sequence[str]
    place: str  # where the console lists them
    extra: str = ""
    together: str = ""
    hidden: frozenset[str] = field(default_factory=lambda: frozenset[str]())

    @cached_property
    def targets(self) -> list[Target]:
        """Those that rows need first."""
        fields = {
            name: one
            for name, one in self.row.model_fields.items()
            if name not in ("line", "extra", "id") and name not in self.hidden
        }
        found = [
            Target(
                name,
                _type(name, one.annotation),
                one.is_required(),
                {lang: self._label(name, lang) for lang in LANGUAGES},
                ALSO.get(name, ""),
            )
            for name, one in fields.items()
        ]
        return sorted(found, key=lambda target: not target.needed)

    def with_own(self, fields: Sequence[CustomField]) -> Sequence[Target]:
        """And those that the company has defined."""
        own = [
            Target(
                f"extra.{one.name}", OWN_FIELDS[one.kind], one.required,
                {lang: said_in(lang, one.label) or one.name for lang in LANGUAGES}, one.name,
            )
            for one in fields
        ]  # fmt: skip
        return [*self.targets, *own]

    def _label(self, name: str, lang: str) -> str:
        own = f"column.{self.name}.{name}"
        words = text(own if known(own, lang) else f"field.{name}", lang)
        return words[:1].upper() + words[1:]


def _type(name: str, annotation: Any) -> str:
    kinds = _kinds(annotation)
    if bool in kinds:
        return "flag"
    if date in kinds:
        return "date"
    if name in ("tax_rate", "discount_percent", "min_margin"):
        return "points"
    if name == "rate":
        return "exact"
    if Decimal in kinds:
        return "amount"
    if int in kinds:
        return "integer"
    return "list" if list in kinds else "text"


def _kinds(annotation: Any) -> set[Any]:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _kinds(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        return {kind for part in typing.get_args(annotation) for kind in _kinds(part)}
    return {origin or annotation}


def normal(name: str) -> str:
    """Without width, case, blanks and signs."""
    return NOISE.sub("", unicodedata.normalize("NFKC", name).casefold())


def recognised(columns: Sequence[str], targets: Sequence[Target]) -> dict[str, Target]:
    """Column → the field that it means. First by what the field is called, then by how files call it; each once."""
    found: dict[str, Target] = {}
    for names in (_called, _also):
        for target in targets:
            if target in found.values():
                continue
            wanted = names(target)
            column = next((one for one in columns if one not in found and normal(one) in wanted), None)
            if column is not None:
                found[column] = target
    return found


def _called(target: Target) -> set[str]:
    return {normal(name) for name in (target.name.removeprefix("extra."), *target.label.values())}


def _also(target: Target) -> set[str]:
    return {normal(name) for name in target.also.split()}


KINDS: Mapping[str, ImportKind] = {
    kind.name: kind
    for kind in (
        ImportKind("lead", "leads", "/leads/import", ImportLeadRow, KEEPERS, "/leads", "/leads/fields"),
        ImportKind(
            "customer", "deals", "/customers/import", ImportCustomerRow, CUSTOMERS, "/customers", "/customers/fields"
        ),
        ImportKind("opportunity", "deals", "/opportunities/import", ImportOpportunityRow, KEEPERS, "/opportunities"),
        ImportKind(
            "contract", "deals", "/contracts/import", ImportContractRow, KEEPERS, "/contracts", together="external_id"
        ),
        ImportKind(
            "product", "orders", "/products/import", ImportProductRow, (Role.ORDER_ADMIN, Role.ADMIN), "/products",
            hidden=frozenset({"below_floor"}),
        ),
        ImportKind(
            "order", "orders", "/orders/import", ImportOrderRow, (Role.SALES, Role.SALES_MANAGER, Role.ORDER_ADMIN),
            "/orders", together="external_id",
        ),
        ImportKind("payment", "collections", "/payments/import", ImportPaymentRow, IMPORTERS, "/payments"),
        ImportKind("receivable", "collections", "/receivables/import", ImportReceivableRow, IMPORTERS, "/receivables"),
        ImportKind(
            "exchange_rate", "collections", "/exchange-rates/import", ImportExchangeRateRow, (Role.FINANCE,),
            "/exchange-rates",
        ),
        ImportKind("person", "approvals", "/people/import", ImportPersonRow, (Role.ADMIN,), "/people"),
    )
}  # fmt: skip
