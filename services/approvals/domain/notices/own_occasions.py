"""Who is notified of what happens in approvals itself, and where is the whole table?"""

from messages import hand_over
from messages.approvals import audit, clocks, events, notices
from messages.base import Event
from services.approvals.domain.notices.campaign_occasions import CAMPAIGNS
from services.approvals.domain.notices.money_occasions import MONEY
from services.approvals.domain.notices.occasion import How, Occasion, Who, nobody, told_with_act
from services.approvals.domain.notices.sales_occasions import CLOCK, SALES

HISTORY = "stands in the history of the request; the requester is told how it ends"
MASTER_DATA = "master data for other services; who is asked otherwise because of it gets tasks"
OPENS = "the signers are asked step by step: approvals.step.opened"

OWN: tuple[Occasion, ...] = (
    nobody(events.RequestOpened, OPENS),
    told_with_act(events.RequestSettled, Who.POLICY, words="notice.settled"),
    told_with_act(events.RequestRevoked, Who.POLICY, words="notice.settled"),
    told_with_act(events.StepOpened, Who.SIGNERS, how=How.TASK, words="notice.asked", within="the step's `within`"),
    nobody(events.StepSettled, HISTORY),
    told_with_act(events.TaskOpened, Who.SIGNER, how=How.TASK, words="notice.asked", within="the step's `within`"),
    nobody(events.TaskDecided, HISTORY),
    told_with_act(
        events.TaskTransferred, Who.SIGNER, how=How.TASK, words="notice.handed", within="the step's `within`"
    ),
    told_with_act(events.TaskAdded, Who.SIGNER, how=How.TASK, words="notice.asked", within="the step's `within`"),
    nobody(events.TaskRemoved, "the task leaves the inbox"),
    nobody(events.TaskTakenBack, HISTORY),
    told_with_act(events.TaskNudged, Who.SIGNER, words="notice.nudged"),
    told_with_act(events.TaskReminded, Who.SIGNER, words="notice.reminded"),
    told_with_act(events.RequestCommented, Who.NAMED, words="notice.mentioned"),
    nobody(events.RequestEdited, HISTORY),
    nobody(events.RequestRescued, OPENS),
    told_with_act(events.TodoOpened, Who.ASSIGNEE, how=How.TODO, words="notice.todo", within="the to-do's `within`"),
    nobody(events.TodoDone, "the process that asked goes on"),
    nobody(events.TodoClosed, "the to-do leaves the inbox"),
    nobody(events.PersonChanged, MASTER_DATA),
    nobody(hand_over.PersonHandedOver, "the successor is told by each service what is his now"),
    nobody(events.OrgUnitChanged, MASTER_DATA),
    nobody(events.LegalEntityChanged, MASTER_DATA),
    nobody(events.CalendarChanged, MASTER_DATA),
    nobody(events.AbsenceAdded, "the substitute gets the tasks"),
    nobody(events.AbsenceEnded, "new tasks are his again"),
    nobody(events.PolicyPublished, MASTER_DATA),
    nobody(clocks.ClockMoved, CLOCK),
    nobody(audit.AuditAnchored, "for whoever verifies the audit"),
    nobody(notices.DeliveryDeadlineMoved, CLOCK),
    nobody(notices.NoticeConfirmed, "says that somebody was notified"),
    told_with_act(notices.DeliveryGivenUp, Who.OPERATORS, words="notice.given_up"),
)
OCCASIONS: dict[type[Event], Occasion] = {one.event: one for one in (*SALES, *CAMPAIGNS, *MONEY, *OWN)}
RECEIVED = tuple(event for event, occasion in OCCASIONS.items() if occasion.is_received)
