"""Are payment terms read as people write them, said in words, and refused where they say two things or none?"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from messages.deals.contracts import ContractEffective
from messages.deals.terms import EarlyDiscount, Instalment, InstalmentTrigger, StepKind, TermStep
from messages.errors import Malformed
from messages.payment_terms.reading import terms_from
from messages.payment_terms.words import said
from messages.texts import LANGUAGES, text

END = TermStep(kind=StepKind.MONTH_END, number=0)


def days(number: int) -> TermStep:
    return TermStep(kind=StepKind.DAYS, number=number)


def row(percent: str = "100", trigger: InstalmentTrigger = InstalmentTrigger.RECEIPT, **more: object) -> Instalment:
    return Instalment.model_validate({"percent": percent, "trigger": trigger, "days": 0} | more)


WRITTEN = [
    ("月结30天", [row(steps=(END, days(30)))]),
    ("月结 60", [row(steps=(END, days(60)))]),
    ("net 30", [row(days=30)]),
    ("Net30", [row(days=30)]),
    ("30 calendar days after delivery", [row(days=30)]),
    ("45 days after month end", [row(steps=(END, days(45)))]),
    ("45 days, then month end", [row(steps=(days(45), END))]),
    ("month end after 45 days", [row(steps=(days(45), END))]),
    ("2/10 net 30", [row(days=30, discount=EarlyDiscount(percent=Decimal(2), days=10))]),
    ("2/10, net 30", [row(days=30, discount=EarlyDiscount(percent=Decimal(2), days=10))]),
    ("2/10, n/30", [row(days=30, discount=EarlyDiscount(percent=Decimal(2), days=10))]),
    ("1.5/10 n/45 days", [row(days=45, discount=EarlyDiscount(percent=Decimal("1.5"), days=10))]),
    ("10天内付减2%，30天", [row(days=30, discount=EarlyDiscount(percent=Decimal(2), days=10))]),
    ("货到付款", [row()]),
    ("COD", [row()]),
    (
        "预付款30%，余款货到30天",
        [row("30", InstalmentTrigger.EFFECTIVE), row("70", days=30)],
    ),
    (
        "３０％ 预付；５０％ 发货后；２０％ 2026年12月31日",
        [
            row("30", InstalmentTrigger.EFFECTIVE),
            row("50", InstalmentTrigger.SHIPMENT),
            row("20", InstalmentTrigger.DATE, on=date(2026, 12, 31)),
        ],
    ),
    (
        "30% in advance and the rest in 12 monthly instalments on the 31st of each month",
        [
            row("30", InstalmentTrigger.EFFECTIVE),
            row("70", steps=(TermStep(kind=StepKind.MONTH_DAY, number=31),), times=12),
        ],
    ),
]


@pytest.mark.parametrize(("written", "rows"), WRITTEN, ids=[written for written, _ in WRITTEN])
def test_feature_202_terms_are_read_as_people_write_them(written: str, rows: list[Instalment]) -> None:
    assert terms_from(written) == rows


REFUSED = [
    ("SYS-71", "开票后30天", "开票"),
    ("SYS-71", "net 30 after invoice", "invoice"),
    ("SYS-71", "net thirty", "thirty"),
    ("SYS-71", "30% 预付；70% 质保期满", "质保期满"),
    ("SYS-71", "30daze", "30daze"),
    ("SYS-72", "45 days end of month", "45 days end of month"),
    ("SYS-72", "net 45 EOM", "net 45 eom"),
    ("SYS-72", "月底 45天", "月底 45天"),
    ("SYS-73", "30 working days", "30 working days"),
    ("SYS-73", "收货后10个工作日", "10个工作日"),
    ("SYS-74", "", ""),
    ("SYS-74", "50%", "50%"),
    ("SYS-74", "net 30; net 60", "net 30"),
    ("SYS-74", "60% 预付; 50% 发货后; 余款 收货后", "余款 收货后"),
    ("SYS-74", "收货后 发货后 30天", "收货后 发货后 30天"),
    ("SYS-74", "the 32nd of each month", "the 32nd of each month"),
    ("SYS-74", "2026-02-30", "2026-02-30"),
    ("SYS-74", "net 9999", "net 9999"),
    ("SYS-74", "2/10 by 2026-12-31", "2/10 by 2026-12-31"),
]


@pytest.mark.parametrize(("rule", "written", "part"), REFUSED, ids=[written or "nothing" for _, written, _ in REFUSED])
def test_feature_202_what_is_not_understood_is_named(rule: str, written: str, part: str) -> None:
    with pytest.raises(Malformed) as wrong:
        terms_from(written)
    assert (wrong.value.rule, wrong.value.params["part"]) == (rule, part)
    assert all(part in text(rule, lang, **wrong.value.params) for lang in LANGUAGES)


NUMBER = st.integers(0, 3650)
STEP = st.one_of(
    st.builds(TermStep, kind=st.just(StepKind.DAYS), number=NUMBER),
    st.builds(TermStep, kind=st.sampled_from([StepKind.MONTHS, StepKind.MONTH_END]), number=st.integers(0, 120)),
    st.builds(TermStep, kind=st.sampled_from([StepKind.MONTH_DAY, StepKind.NEXT_MONTH_DAY]), number=st.integers(1, 31)),
)
OFF = st.none() | st.builds(EarlyDiscount, percent=st.decimals("0.01", "99.99", places=2), days=st.integers(0, 365))
TRIGGERS = st.sampled_from([one for one in InstalmentTrigger if one is not InstalmentTrigger.DATE])


@st.composite
def written_rows(draw: st.DrawFn) -> Instalment:
    """As reading makes them: one step of days is no step."""
    percent = draw(st.decimals("0.01", "100", places=2))
    times = draw(st.integers(1, 36))
    if draw(st.booleans()):
        on = draw(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
        return Instalment(percent=percent, trigger=InstalmentTrigger.DATE, days=0, on=on, times=times)
    path = draw(st.lists(STEP, max_size=6))
    plain = len(path) == 1 and path[0].kind is StepKind.DAYS
    return Instalment(
        percent=percent,
        trigger=draw(TRIGGERS),
        days=path[0].number if plain else 0,
        steps=() if plain else tuple(path),
        times=times,
        discount=draw(OFF) if times == 1 else None,
    )


@given(st.lists(written_rows(), min_size=1, max_size=5), st.sampled_from(LANGUAGES))
def test_feature_202_what_is_said_in_words_is_read_again_in_both_languages(rows: list[Instalment], lang: str) -> None:
    assert terms_from(said(rows, lang)) == rows


@given(st.text(max_size=60))
def test_feature_202_any_text_is_read_or_refused(written: str) -> None:
    try:
        assert terms_from(written)
    except Malformed as wrong:
        rule = wrong.rule
    else:
        return
    assert rule in {"SYS-71", "SYS-72", "SYS-73", "SYS-74"}


def test_feature_202_yesterdays_terms_are_so_many_days_after_what_starts_them() -> None:
    """Of an event, and of a row that stands."""
    before = {"percent": "70.00", "trigger": "RECEIPT", "days": 30}
    found = Instalment.model_validate(before)
    assert (found.path, found.times, found.discount) == ((days(30),), 1, None)
    assert found.model_dump(mode="json") == before
    assert ContractEffective.model_fields["terms"].annotation == list[Instalment]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"trigger": "DATE"}, id="a day that is not said"),
        pytest.param({"on": "2026-12-31"}, id="a day and a start"),
        pytest.param({"trigger": "DATE", "on": "1999-12-31"}, id="too long ago"),
        pytest.param({"times": 2, "discount": {"percent": "2", "days": 10}}, id="parts and a discount"),
    ],
)
def test_sys_76_a_row_says_one_thing(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="SYS-76"):
        Instalment.model_validate({"percent": "100"} | wrong)


@pytest.mark.parametrize(
    ("kind", "most"), [("MONTH_DAY", 31), ("NEXT_MONTH_DAY", 31), ("MONTHS", 120), ("MONTH_END", 120)]
)
def test_sys_75_a_step_is_bounded(kind: str, most: int) -> None:
    assert TermStep.model_validate({"kind": kind, "number": most}).number == most
    with pytest.raises(ValidationError, match="SYS-75"):
        TermStep.model_validate({"kind": kind, "number": most + 1})
