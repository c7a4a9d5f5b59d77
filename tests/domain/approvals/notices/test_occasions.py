"""Does one table say for every event who is notified, and is it so?"""

from uuid import uuid4

import pytest

from cli.papers.catalogue import all_events
from messages.approvals.notices import Notice
from messages.base import Event
from messages.collections.cases.comments import ReceivableCommented
from messages.collections.cases.contacts import ContactDue
from messages.collections.cases.promises import PromiseBroken
from messages.collections.payments import PaymentConfirmed
from messages.collections.receivables import ReceivableOverdue, ReceivableReminded
from messages.deals.customer_care.admissions import AdmissionSubmitted
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.deals.follow_ups import FollowUpDue
from messages.deals.guidance import GuidanceActedOn, GuidanceGiven
from messages.deals.opportunities import OpportunityStallEscalated
from messages.leads.assignment import LeadsUnassigned
from messages.leads.campaign_tasks import CampaignTaskDone, CampaignTaskGiven
from messages.leads.events import LeadReclaimed, LeadUnanswered, LeadUnansweredEscalated, LeadWarned
from messages.leads.transfers import LeadTransferAsked
from messages.orders.products import StockCountCleared, StockCountRefused
from messages.texts import LANGUAGES, known
from services.approvals.domain.notices.in_app import AS_TASK, in_app, notice_id
from services.approvals.domain.notices.levels import asked_by_level
from services.approvals.domain.notices.occasion import How, Occasion, Who
from services.approvals.domain.notices.outgoing_facts import OUTGOING
from services.approvals.domain.notices.own_occasions import OCCASIONS, RECEIVED
from services.approvals.domain.notices.recipients import Notification
from services.approvals.domain.notices.told import notices_of, todo_of
from services.approvals.domain.notices.wording import MONEY
from services.approvals.domain.people.directory import Directory, Person
from services.approvals.subscribers import subscriptions
from tests.messages.samples import sample

# Pieces and talk are no money.
WITHOUT_MONEY = (StockCountRefused, FollowUpDue, GuidanceGiven, CampaignTaskGiven, LeadTransferAsked)
# Its manager, who gave it, who keeps the pool, whose customer it is so far.
OF_OTHERS = (
    OpportunityStallEscalated,
    LeadUnansweredEscalated,
    GuidanceActedOn,
    CampaignTaskDone,
    LeadsUnassigned,
    AdmissionSubmitted,
)
TOLD = [one for one in OCCASIONS.values() if one.who]
HERE, GONE, BOSS, TOP, FIN = (uuid4() for _ in range(5))


def _person(id, login, manager=None, *, roles=("sales",), active=True) -> Person:  # type: ignore[no-untyped-def]
    return Person(id, login, login.title(), "cs", manager, frozenset(roles), active, "CS-CN")


PEOPLE = Directory(
    {
        one.id: one
        for one in (
            _person(HERE, "here", BOSS), _person(GONE, "gone", BOSS, active=False),
            _person(BOSS, "boss", TOP, active=False), _person(TOP, "top", roles=("director",)),
            _person(FIN, "fin", roles=("finance",)),
        )
    }
)  # fmt: skip


def test_case_e2_feature_188_every_event_of_every_service_is_in_the_table() -> None:
    assert set(all_events()) == set(OCCASIONS)


@pytest.mark.parametrize("occasion", OCCASIONS.values(), ids=lambda one: one.event.subject)
def test_case_e2_somebody_or_nobody_with_a_reason(occasion: Occasion) -> None:
    assert bool(occasion.who) != bool(occasion.nobody)
    assert occasion.how is not How.TODO or occasion.within


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("occasion", TOLD, ids=lambda one: one.event.subject)
def test_case_e2_in_words_of_both_languages(occasion: Occasion, lang: str) -> None:
    assert known(occasion.code, lang)


def test_case_e2_approvals_listens_to_just_what_somebody_or_another_program_is_told_of() -> None:
    """And to who a customer is: the owner keeps the accounts of his customer."""
    customers = {CustomerAdded.subject, CustomerChanged.subject}
    assert set(subscriptions.handlers) == {event.subject for event in (*RECEIVED, *OUTGOING)} | customers


@pytest.mark.parametrize("event", RECEIVED, ids=lambda one: one.subject)
def test_app_163_its_owner_is_told_once_and_nobody_of_his_own_act(event: type[Event]) -> None:
    occasion = OCCASIONS[event]
    if occasion.how is not How.NOTICE or not occasion.who or event in OF_OTHERS:
        return
    whose = "former_owner_id" if Who.FORMER_OWNER in occasion.who else "owner_id"
    assert whose in event.model_fields, "the event does not say whose it is"
    about_me = sample(event).model_copy(update={whose: HERE})
    one, *others = notices_of(occasion, about_me, uuid4(), PEOPLE, str(BOSS))
    assert not others or len(occasion.who) > 1
    assert (one.person_id, one.what) == (HERE, Notice.RECORD)
    assert one.content["about"]["kind"] == occasion.record
    to_me = [told for told in notices_of(occasion, about_me, uuid4(), PEOPLE, str(HERE)) if told.person_id == HERE]
    assert to_me == []


def test_feature_67_68_a_stall_is_told_the_manager_and_what_was_done_who_gave_the_guidance() -> None:
    rests = sample(OpportunityStallEscalated).model_copy(update={"owner_id": HERE})
    found = notices_of(OCCASIONS[OpportunityStallEscalated], rests, uuid4(), PEOPLE, "")
    assert [one.person_id for one in found] == [TOP], "his manager has left: the next one above"
    acted = sample(GuidanceActedOn).model_copy(update={"owner_id": HERE, "mentions": [FIN]})
    [one] = notices_of(OCCASIONS[GuidanceActedOn], acted, uuid4(), PEOPLE, str(HERE))
    assert (one.person_id, one.content["about"]["kind"]) == (FIN, "opportunity")


def test_feature_23_of_a_lead_that_nobody_answers_its_owner_is_told_and_then_his_manager() -> None:
    for event, expected in ((LeadUnanswered, HERE), (LeadUnansweredEscalated, TOP)):
        late = sample(event).model_copy(update={"owner_id": HERE})
        [one] = notices_of(OCCASIONS[event], late, uuid4(), PEOPLE, "")
        assert (one.person_id, one.content["about"]["kind"]) == (expected, "lead")


@pytest.mark.parametrize(("event", "record"), [(LeadsUnassigned, "pool"), (AdmissionSubmitted, "admission")])
def test_feature_24_40_who_keeps_a_pool_or_has_the_customer_so_far_is_told(event: type[Event], record: str) -> None:
    told = sample(event).model_copy(update={"mentions": [HERE]})
    [one] = notices_of(OCCASIONS[event], told, uuid4(), PEOPLE, "")
    assert (one.person_id, one.content["about"]["kind"]) == (HERE, record)


def test_feature_3_an_executor_has_a_to_do_until_its_own_day_and_who_gave_it_is_told_that_it_is_done() -> None:
    given = sample(CampaignTaskGiven).model_copy(update={"owner_id": HERE})
    todo = todo_of(OCCASIONS[CampaignTaskGiven], given, PEOPLE)
    assert todo is not None
    assert (todo.person_id, todo.due_at, todo.about.kind) == (HERE, given.todo_due_at, "campaign_task")
    done = sample(CampaignTaskDone).model_copy(update={"owner_id": HERE, "mentions": [FIN]})
    [one] = notices_of(OCCASIONS[CampaignTaskDone], done, uuid4(), PEOPLE, str(HERE))
    assert (one.person_id, OCCASIONS[CampaignTaskDone].closes) == (FIN, (todo.kind,))


def test_app_163_finance_and_who_is_mentioned_are_told_beside_the_owner() -> None:
    broken = sample(PromiseBroken).model_copy(update={"owner_id": HERE, "legal_entity_id": "CS-CN"})
    told = notices_of(OCCASIONS[PromiseBroken], broken, uuid4(), PEOPLE, "")
    assert [one.person_id for one in told] == [HERE, FIN]
    said = sample(ReceivableCommented).model_copy(update={"owner_id": HERE, "mentions": [GONE, HERE, FIN]})
    found = notices_of(OCCASIONS[ReceivableCommented], said, uuid4(), PEOPLE, str(FIN))
    assert [one.person_id for one in found] == [HERE, TOP], "each once, for who has left his superior, nobody himself"


def test_app_164_a_contact_is_the_owners_to_do() -> None:
    due = sample(ContactDue).model_copy(update={"owner_id": HERE, "legal_entity_id": "CS-CN"})
    todo = todo_of(OCCASIONS[ContactDue], due, PEOPLE)
    assert todo is not None
    assert (todo.kind, todo.person_id, todo.about.id) == ("contact_customer", HERE, due.contact_id)


def test_app_163_for_who_has_left_his_nearest_superior_is_told() -> None:
    left = sample(LeadWarned).model_copy(update={"owner_id": GONE})
    [one] = notices_of(OCCASIONS[LeadWarned], left, uuid4(), PEOPLE, "")
    assert one.person_id == TOP  # the boss has left too
    unknown = sample(LeadReclaimed).model_copy(update={"former_owner_id": uuid4()})
    assert notices_of(OCCASIONS[LeadReclaimed], unknown, uuid4(), PEOPLE, "") == []


def test_app_163_the_same_event_gives_the_same_notice() -> None:
    warned, id = sample(LeadWarned).model_copy(update={"owner_id": HERE}), uuid4()
    first, again = (notices_of(OCCASIONS[LeadWarned], warned, id, PEOPLE, "")[0] for _ in range(2))
    assert notice_id(first.person_id, first.key) == notice_id(again.person_id, again.key)


@pytest.mark.parametrize(
    ("level", "owner", "person", "role"),
    [
        pytest.param("owner", HERE, HERE, None, id="its owner"),
        pytest.param("owner", GONE, TOP, None, id="for an owner who has left, who stands above him"),
        pytest.param("manager", HERE, TOP, None, id="the nearest manager who is here"),
        pytest.param("finance", HERE, None, "finance", id="anybody of finance"),
        pytest.param("director", HERE, None, "director", id="anybody who is a director"),
        pytest.param("legal", HERE, None, "finance", id="nobody is legal: finance"),
        pytest.param("manager", TOP, None, "finance", id="nobody above: finance"),
        pytest.param("owner", None, None, "finance", id="nobody's: finance"),
    ],
)
def test_app_164_case_e1_a_dunning_level_is_a_to_do_of_whom_it_names(level, owner, person, role) -> None:  # type: ignore[no-untyped-def]
    whose = {"owner_id": owner, "legal_entity_id": "CS-CN", "tasks_for": [level], "notices_for": []}
    overdue = sample(ReceivableOverdue).model_copy(update=whose)
    [asked] = asked_by_level(OCCASIONS[ReceivableOverdue], overdue, PEOPLE)
    todo = asked.todo
    assert todo is not None
    assert asked.people == [person or {"finance": FIN, "director": TOP}[role or ""]]
    kind = "take_legal_steps" if level == "legal" else "overdue"
    assert (todo.kind, todo.person_id, todo.role) == (kind, person, role)
    assert todo.about.kind == "receivable"
    assert asked.notices == notices_of(OCCASIONS[ReceivableOverdue], overdue, uuid4(), PEOPLE, "") == []
    before = overdue.model_copy(update={"tasks_for": [], "letter": False, "notifies": level})
    [same] = asked_by_level(OCCASIONS[ReceivableOverdue], before, PEOPLE)
    assert same.todo is not None, "an event of the release before"
    assert (same.todo.person_id, same.todo.role) == (person, role)


def test_app_164_feature_138_a_level_asks_several_each_by_a_to_do_or_a_notice() -> None:
    named = {"tasks_for": ["owner", "finance"], "notices_for": ["manager", "director"], "within": "1 business days"}
    overdue = sample(ReceivableOverdue).model_copy(update={"owner_id": HERE, "legal_entity_id": "CS-CN"} | named)
    found = asked_by_level(OCCASIONS[ReceivableOverdue], overdue, PEOPLE)
    assert [(one.who, one.people) for one in found] == [
        ("owner", [HERE]), ("finance", [FIN]), ("manager", [TOP]), ("director", [TOP]),
    ]  # fmt: skip
    todos = [one.todo for one in found if one.todo]
    assert [(one.person_id, one.role, one.within) for one in todos] == [
        (HERE, None, "1 business days"), (None, "finance", "1 business days"),
    ]  # fmt: skip
    assert len({one.id for one in todos}) == 2
    told = [notice for one in found for notice in one.notices]
    assert [notice.person_id for notice in told] == [TOP, TOP]
    assert len({notice_id(one.person_id, one.key) for one in told}) == 1, "he is told of a level once"
    letter_only = overdue.model_copy(update={"tasks_for": [], "notices_for": [], "letter": True})
    assert asked_by_level(OCCASIONS[ReceivableOverdue], letter_only, PEOPLE) == []


def test_feature_136_a_reminder_is_a_notice_of_the_owner_and_his_manager() -> None:
    named = {"owner_id": HERE, "notices_for": ["owner", "manager"], "tasks_for": []}
    reminded = sample(ReceivableReminded).model_copy(update={"legal_entity_id": "CS-CN"} | named)
    found = asked_by_level(OCCASIONS[ReceivableReminded], reminded, PEOPLE)
    assert [notice.person_id for one in found for notice in one.notices] == [HERE, TOP]
    assert [one.todo for one in found] == [None, None]
    task = reminded.model_copy(update={"tasks_for": ["owner"], "notices_for": []})
    [asked] = asked_by_level(OCCASIONS[ReceivableReminded], task, PEOPLE)
    assert asked.todo is not None
    assert (asked.todo.kind, asked.todo.person_id) == ("remind_payment", HERE)
    assert "remind_payment" in OCCASIONS[ReceivableOverdue].closes


def test_feature_140_a_confirmed_payment_is_told_its_seller_executives_and_finance() -> None:
    paid = sample(PaymentConfirmed).model_copy(update={"owner_id": HERE, "legal_entity_id": "CS-CN"})
    told = notices_of(OCCASIONS[PaymentConfirmed], paid, uuid4(), PEOPLE, "")
    assert [one.person_id for one in told] == [HERE, TOP, FIN]
    by_finance = notices_of(OCCASIONS[PaymentConfirmed], paid, uuid4(), PEOPLE, str(FIN))
    assert [one.person_id for one in by_finance] == [HERE, TOP], "nobody of his own act"
    elsewhere = paid.model_copy(update={"legal_entity_id": "CS-US"})
    assert [one.person_id for one in notices_of(OCCASIONS[PaymentConfirmed], elsewhere, uuid4(), PEOPLE, "")] == [
        HERE, TOP,
    ], "directors and finance of another legal entity hear nothing; his manager does"  # fmt: skip


@pytest.mark.parametrize(
    "event", [one for one in RECEIVED if OCCASIONS[one].how is How.TODO], ids=lambda one: one.subject
)
def test_case_f_a_to_do_about_money_has_its_amount_and_its_title_has_none(event: type[Event]) -> None:
    happened = sample(event)
    todo = todo_of(OCCASIONS[event], happened, PEOPLE)
    assert todo is not None
    assert todo.amount == (getattr(happened, "open", None) or getattr(happened, "amount", None))
    assert todo.amount or event in WITHOUT_MONEY
    assert not MONEY.search(todo.about.title), todo.about.title


@pytest.mark.parametrize("what", [one for one in Notice if one is not Notice.TRIED])
def test_app_160_what_is_no_task_stands_among_the_notices(what: Notice) -> None:
    one = Notification(HERE, what, "key")
    assert in_app([one]) == ([] if what in AS_TASK else [one])


def test_a_count_below_what_is_promised_is_a_to_do_of_who_keeps_stock() -> None:
    event = sample(StockCountRefused)
    todo = todo_of(OCCASIONS[StockCountRefused], event, PEOPLE)
    assert todo is not None
    assert (todo.kind, todo.role, todo.about.kind, todo.about.id) == (
        "see_to_count",
        "shipper",
        "product",
        event.product_id,
    )
    assert str(event.on_hand) in todo.about.title
    assert OCCASIONS[StockCountCleared].closes == ("see_to_count",)
