"""Is a due date, a dunning level and a message what the business would sign?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from messages.collections.dunning.dunnings import SHARDS
from messages.collections.receivables import ImportReceivableRow
from messages.money import Money
from services.collections.domain import dunning_message, dunning_procedure, shards
from services.collections.domain.due_dates import days_late, due_on, midnight
from services.collections.domain.imports import receivables as receivable_imports

CN = "Asia/Shanghai"
LEVELS = tuple(
    dunning_procedure.DunningLevel(number, days, ("owner",))
    for number, days in ((0, -3), (1, 1), (7, 7), (15, 15), (30, 30), (45, 45))
)
PROCEDURE = dunning_procedure.Procedure(UUID(int=1), "*", "", LEVELS)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_col_6_a_due_date_is_a_local_day() -> None:
    evening = at(2026, 3, 1, 16, 30)  # 00:30 on the 2nd in Shanghai
    assert due_on(started_at=evening, days=30, owed_since=evening, tz=CN) == date(2026, 4, 1)
    assert due_on(started_at=evening, days=30, owed_since=evening, tz="UTC") == date(2026, 3, 31)


def test_col_6_nothing_is_due_before_it_was_owed() -> None:
    due = due_on(started_at=at(2026, 1, 1), days=10, owed_since=at(2026, 3, 1), tz=CN)
    assert due == date(2026, 3, 1)


def test_col_7_days_late_count_in_the_customers_time_zone_until_settled() -> None:
    due = date(2026, 3, 1)
    assert days_late(due=due, settled_on=None, now=at(2026, 3, 1, 15, 59), tz=CN) == 0
    assert days_late(due=due, settled_on=None, now=at(2026, 3, 1, 16), tz=CN) == 1
    assert days_late(due=due, settled_on=date(2026, 3, 11), now=at(2027, 1, 1), tz=CN) == 10
    assert days_late(due=due, settled_on=date(2026, 2, 1), now=at(2027, 1, 1), tz=CN) == 0
    assert days_late(due=None, settled_on=None, now=at(2027, 1, 1), tz=CN) == 0


def test_col_8_a_dunning_level_is_reached_at_local_midnight() -> None:
    midnight_after = at(2026, 3, 1, 16)  # 00:00 on the 2nd in Shanghai, one day after the due date
    before = dunning_procedure.reached(
        PROCEDURE, last=0, due=date(2026, 3, 1), tz=CN, until=midnight_after - timedelta(microseconds=1)
    )
    then = dunning_procedure.reached(PROCEDURE, last=0, due=date(2026, 3, 1), tz=CN, until=midnight_after)
    assert before == []
    assert [(step.level.number, step.at) for step in then] == [(1, midnight_after)]


def test_col_8_a_late_keeper_catches_up_in_order_and_no_level_comes_twice() -> None:
    late = at(2026, 3, 20)
    steps = dunning_procedure.reached(PROCEDURE, last=None, due=date(2026, 3, 1), tz=CN, until=late)
    assert [step.level.number for step in steps] == [0, 1, 7, 15]
    assert dunning_procedure.reached(PROCEDURE, last=15, due=date(2026, 3, 1), tz=CN, until=late) == []


def test_col_40_case_F_a_customer_is_reminded_of_a_day_that_comes_and_not_of_one_that_is_over() -> None:
    due = date(2026, 3, 1)
    (reminder, *_) = dunning_procedure.reached(PROCEDURE, last=None, due=due, tz=CN, until=at(2026, 3, 20))
    on_the_day = at(2026, 3, 1, 15, 59)
    assert not dunning_procedure.is_lapsed(reminder, due=due, tz=CN, until=on_the_day)
    assert dunning_procedure.is_lapsed(reminder, due=due, tz=CN, until=on_the_day + timedelta(minutes=1))


def test_col_8_the_next_level_has_its_moment_and_none_follows_the_last() -> None:
    due = date(2026, 3, 10)
    assert dunning_procedure.next_at(PROCEDURE, last=None, due=due, tz=CN) == at(2026, 3, 6, 16)
    assert dunning_procedure.next_at(PROCEDURE, last=30, due=due, tz=CN) == midnight(date(2026, 4, 24), CN)
    assert dunning_procedure.next_at(PROCEDURE, last=45, due=due, tz=CN) is None
    assert dunning_procedure.next_at(PROCEDURE, last=None, due=None, tz=CN) is None


def test_col_8_midnight_is_found_where_summer_time_begins_at_midnight() -> None:
    assert midnight(date(2026, 3, 29), "Africa/Cairo").tzinfo is UTC
    assert midnight(date(2026, 4, 24), "Africa/Cairo") == at(2026, 4, 23, 22)  # 00:00 does not exist that day


def row(**more: object) -> ImportReceivableRow:
    fields: dict[str, object] = {
        "line": 2,
        "external_id": "0000611365",
        "customer": "0379-NEVHP",
        "invoiced_on": date(2026, 1, 2),
        "due_on": date(2026, 2, 1),
        "amount": "55.94",
        "currency": "USD",
    }
    return ImportReceivableRow.model_validate(fields | more)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        pytest.param({}, None, id="as it should be"),
        pytest.param({"amount": "0.00"}, "amount", id="nothing owed"),
        pytest.param({"due_on": date(2026, 1, 2)}, None, id="due on the day of the invoice"),
        pytest.param({"due_on": date(2026, 1, 1)}, "due_on", id="due before the invoice"),
        pytest.param({"settled_on": date(2026, 1, 15), "live": True}, "live", id="settled and alive"),
        pytest.param({"settled_on": date(2026, 1, 1)}, "settled_on", id="settled before the invoice"),
        pytest.param({"tz": "Middle/Earth"}, "tz", id="no such time zone"),
        pytest.param({"owner": "nobody"}, "owner", id="no such person"),
    ],
)
def test_col_20_an_imported_receivable_is_checked(more: dict[str, object], field: str | None) -> None:
    errors = receivable_imports.row_errors(row(**more), entity="CS-CN", entities=["CS-CN"], owners=["li"], lang="en")
    assert [error.field for error in errors] == ([] if field is None else [field])


def test_col_20_a_legal_entity_is_one_of_the_importers() -> None:
    assert (
        receivable_imports.row_errors(row(), entity="CS-US", entities=["CS-CN"], owners=[], lang="en")[0].field
        == "legal_entity_id"
    )
    assert receivable_imports.row_errors(row(), entity="CS-US", entities=["*"], owners=[], lang="en") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_col_21_one_message_names_all_and_begins_with_the_latest(lang: str) -> None:
    lines = [
        dunning_message.Line("R-1", date(2026, 3, 1), 1, 3, Money.of("10.00", "CNY")),
        dunning_message.Line("R-2", date(2026, 2, 1), 30, 44, Money.of("20.50", "CNY")),
    ]
    message = dunning_message.dunning_message(lang, customer="示例公司", lines=lines, total=Money.of("30.50", "CNY"))
    assert message.index("R-2") < message.index("R-1")
    assert "示例公司" in message
    assert ("CN¥30.50" if lang == "en" else "¥30.50") in message
    assert "44" in message  # the days of the day, not the level
    assert "{" not in message


def test_all_of_a_customer_is_in_one_shard_and_shards_are_about_even() -> None:
    ids = [shards.derived_id("customer", n) for n in range(4000)]
    counts = [sum(shards.shard_of(id) == n for id in ids) for n in range(SHARDS)]
    assert min(counts) > Decimal("0.8") * len(ids) / SHARDS
