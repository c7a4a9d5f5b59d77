"""Who is notified of what happens to leads, customers, opportunities, registrations and contracts?"""

from messages import hand_over
from messages.deals import (
    comments,
    contact_persons,
    contracts,
    customers,
    extensions,
    follow_ups,
    guidance,
    opportunities,
    registrations,
    reminders,
)
from messages.deals.customer_care import moves
from messages.leads import assignment, match_rules, pools
from messages.leads import events as leads
from services.approvals.domain.notices.occasion import How, Occasion, Who, nobody, told

HIS_OWN = "the owner did it himself"
DECIDED = "told with the decision: approvals.request.settled"
ASKED = "the signers are asked: approvals.step.opened"
DRAFT = "the owner works on it himself"
CLOCK = "wakes a process, nothing has happened to anybody"
IN_POOL = "it is nobody's yet: the pool's page shows it live"
FOLLOW_UP = "follow_up"  # the kind of to-do
GUIDANCE = "act_on_guidance"
PROJECTED = "for other services; whoever works with the customer sees it there"

SALES: tuple[Occasion, ...] = (
    nobody(leads.LeadCaptured, IN_POOL),
    nobody(leads.LeadDuplicateFound, "shown where it was entered, and on the page of the lead"),
    nobody(leads.LeadToldApart, "shown on the pages of both leads"),
    nobody(leads.LeadMerged, "shown on the pages of both leads; who owns both now is told: leads.lead.assigned"),
    nobody(leads.LeadUnmerged, "shown on the pages of both leads; who owns it again is told: leads.lead.assigned"),
    nobody(match_rules.MatchRulesSet, "who is asked about a duplicate sees the rule"),
    nobody(leads.LeadClaimed, HIS_OWN),
    told(leads.LeadAssigned, Who.OWNER),
    nobody(leads.LeadFollowedUp, HIS_OWN),
    told(leads.LeadWarned, Who.OWNER),
    told(leads.LeadReclaimed, Who.FORMER_OWNER),
    told(leads.LeadReleased, Who.FORMER_OWNER),
    nobody(leads.LeadConverted, HIS_OWN),
    nobody(leads.LeadDropped, HIS_OWN),
    told(hand_over.LeadsHandedOver, Who.SUCCESSOR, record="person"),
    told(hand_over.DealsHandedOver, Who.SUCCESSOR, record="person"),
    nobody(pools.PoolDefined, CLOCK),
    nobody(pools.PoolDeadlineMoved, CLOCK),
    nobody(assignment.AssignmentRulesSet, "whoever is given a lead sees the rule"),
    told(assignment.LeadsUnassigned, Who.NAMED, record="pool"),
    nobody(customers.CustomerAdded, PROJECTED),
    nobody(customers.CustomerChanged, PROJECTED),
    told(moves.CustomerHandedOver, Who.OWNER),
    nobody(contact_persons.ContactPersonChanged, PROJECTED),
    nobody(contact_persons.ContactPersonRemoved, PROJECTED),
    nobody(opportunities.OpportunityOpened, HIS_OWN),
    nobody(opportunities.OpportunityAdvanced, HIS_OWN),
    nobody(opportunities.OpportunityWon, HIS_OWN),
    nobody(opportunities.OpportunityReopened, "told with its contract's rejection or cancellation"),
    nobody(opportunities.OpportunityLost, HIS_OWN),
    nobody(opportunities.OpportunityEdited, HIS_OWN),
    nobody(opportunities.OpportunitySetBack, HIS_OWN),
    nobody(opportunities.OpportunityStepCompleted, HIS_OWN),
    nobody(opportunities.OpportunityFactsRecorded, HIS_OWN),
    nobody(opportunities.OpportunityRiskAdded, HIS_OWN),
    nobody(opportunities.OpportunityRiskClosed, HIS_OWN),
    told(opportunities.OpportunityStalled, Who.OWNER),
    told(opportunities.OpportunityStallEscalated, Who.MANAGER),
    told(comments.OpportunityCommented, Who.OWNER, Who.NAMED),
    Occasion(
        guidance.GuidanceGiven,
        (Who.OWNER,),
        how=How.TODO,
        within="2 business days",
        words=f"todo.{GUIDANCE}",
        record="guidance",
    ),
    told(guidance.GuidanceActedOn, Who.NAMED, record="opportunity", closes=(GUIDANCE,)),
    told(guidance.GuidanceOverdue, Who.OWNER, Who.NAMED, record="opportunity"),
    nobody(guidance.GuidanceDropped, "its opportunity was won or lost by the owner", closes=(GUIDANCE,)),
    nobody(follow_ups.FollowUpRecorded, HIS_OWN),
    Occasion(
        follow_ups.FollowUpDue,
        (Who.OWNER,),
        how=How.TODO,
        within="1 business days",
        words=f"todo.{FOLLOW_UP}",
        record="follow_up",
    ),
    nobody(follow_ups.FollowUpAnswered, "who went on with it did it", closes=(FOLLOW_UP,)),
    nobody(reminders.ReminderDeadlineMoved, CLOCK),
    told(registrations.RegistrationGraded, Who.OWNER),
    told(registrations.RegistrationAbandoned, Who.OWNER),
    nobody(registrations.RegistrationExtended, DECIDED),
    nobody(extensions.ExtensionRequested, ASKED),
    nobody(extensions.ExtensionReturned, DECIDED),
    nobody(extensions.ExtensionApplied, DECIDED),
    nobody(extensions.ExtensionRejected, DECIDED),
    told(extensions.ExtensionWithdrawn, Who.OWNER, record="registration"),
    nobody(registrations.RegistrationSubmitted, ASKED),
    nobody(registrations.RegistrationProtected, DECIDED),
    told(registrations.RegistrationProtectionEnding, Who.OWNER),
    nobody(registrations.RegistrationReturned, DECIDED),
    nobody(registrations.RegistrationRejected, DECIDED),
    told(registrations.RegistrationWithdrawn, Who.OWNER),
    told(registrations.RegistrationReleased, Who.OWNER),
    nobody(registrations.RegistrationClosed, "its opportunity was won or lost by the owner"),
    nobody(registrations.RegistrationRestored, "told with its contract's rejection or cancellation"),
    nobody(contracts.ContractDrafted, DRAFT),
    nobody(contracts.ContractEdited, DRAFT),
    nobody(contracts.ContractFileAttached, DRAFT),
    nobody(contracts.ContractFileRemoved, DRAFT),
    nobody(contracts.ContractAssessed, "the signers see it in what they sign"),
    nobody(contracts.ContractSubmitted, ASKED),
    told(contracts.ContractWithdrawn, Who.OWNER),
    nobody(contracts.ContractReturned, DECIDED),
    nobody(contracts.ContractRejected, DECIDED),
    nobody(contracts.ContractEffective, DECIDED),
    nobody(contracts.ContractCancelRequested, "answered at once: deals.contract.cancelled or kept"),
    told(contracts.ContractKept, Who.OWNER),
    told(contracts.ContractCancelled, Who.OWNER),
)
