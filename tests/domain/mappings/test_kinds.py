"""Are the columns of a file recognised, whatever they are called, and is each field one that the service takes?"""

import pytest

from messages.import_kinds import KINDS, recognised
from messages.mappings.mapped import row_of
from messages.mappings.mapping import FileMapping
from messages.texts import known


@pytest.mark.parametrize("kind", list(KINDS))
def test_each_kind_and_each_field_has_words_in_both_languages(kind: str) -> None:
    one = KINDS[kind]
    for lang in ("zh", "en"):
        assert known(f"import_kind.{one.name}", lang)
        assert all("." not in target.label[lang] for target in one.targets), one.name
        labels = [target.label[lang] for target in one.targets]
        assert len(labels) == len(set(labels)), f"two fields of {one.name} are called the same"


@pytest.mark.parametrize(
    ("kind", "columns", "fields"),
    [
        ("lead", "姓名 公司 电话 邮箱 来源 备注", "contact company phone email source note"),
        ("lead", "联系人 单位名称 手机号码 电子邮箱 线索来源 城市", "contact company phone email source region"),
        ("lead", "Full_Name Company_Name Mobile E-mail Lead_Source", "contact company phone email source"),
        ("customer", "客户名称 统一社会信用代码 所属行业 地区", "name tax_id sector region"),
        ("customer", "account sector year_established employees", "name sector founded employees"),
        (
            "receivable",
            "发票编号 客户 开票日期 到期日 金额 币种",
            "external_id customer invoiced_on due_on amount currency",
        ),
        ("payment", "回款编号 到账日期 金额 币种 订单编号", "number received_on amount currency order"),
        ("order", "原系统单号 下单日期 客户编号 产品编码 数量", "external_id placed_on customer product_code quantity"),
        (
            "contract",
            "原系统单号 客户编号 签订日期 产品编码 数量 单价 付款条件",
            "external_id customer effective_on product_code quantity price terms",
        ),
        ("product", "产品编码 产品名称 单价 币种", "code name price currency"),
        ("opportunity", "sales_agent product account deal_stage", "seller product_code customer_name stage"),
        ("person", "login name unit manager", "login name unit manager"),
    ],
)
def test_feature_190_columns_are_recognised_in_both_languages(kind: str, columns: str, fields: str) -> None:
    found = recognised(columns.split(), KINDS[kind].targets)
    assert [found[column].name if column in found else "" for column in columns.split()] == fields.split()


def test_a_field_is_read_from_one_column_only() -> None:
    found = recognised(["公司", "公司名称", "单位"], KINDS["lead"].targets)
    assert [target.name for target in found.values()] == ["company"]


@pytest.mark.parametrize(
    ("cell", "how", "value"),
    [("13%", {}, "13"), ("13", {}, "13"), ("0.13", {"type": "rate"}, "13"), ("0", {}, "0")],
)
def test_a_percentage_is_read_as_it_is_said_to_be_written(cell: str, how: dict[str, str], value: str) -> None:
    target = next(one for one in KINDS["product"].targets if one.name == "tax_rate")
    mapping = FileMapping(service="orders", route="/x", fields={"tax_rate": target.source("税率", **how)})
    assert row_of(mapping, {"税率": cell}) == {"tax_rate": value}
