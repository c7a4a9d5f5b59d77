"""What is sold to whom, and what was agreed: customers, opportunities, registrations 报备, contracts?

Owns        customers, their people, addresses and owners · opportunities and their stages
            registrations · contracts with lines, payment terms and files
            what is known of an opportunity, its steps, risks, guidance and thread
            follow-ups and visits with their files · reminders of what is to be done later
States      opportunity OPEN ⇄ WON, → LOST
            registration SUBMITTED ⇄ RETURNED, → PROTECTED → RELEASED | (⇄) CLOSED, → REJECTED | WITHDRAWN | ABANDONED
            customer PENDING → ACTIVE | (⇄) REJECTED
            admission SUBMITTED ⇄ RETURNED, → ADMITTED | SUPERSEDED | REJECTED | WITHDRAWN
            expense SUBMITTED ⇄ RETURNED, → BOOKED | REJECTED | WITHDRAWN
            extension REQUESTED ⇄ RETURNED, → APPLIED | REJECTED | WITHDRAWN
            contract DRAFT → IN_APPROVAL → EFFECTIVE | RETURNED | REJECTED, → (CANCELLING) → CANCELLED
Events in   leads.lead.converted · orders.product.changed · orders.order.{placed,confirmed,cancelled}
            orders.calloffs.{closed,kept} · collections.credit_standing.changed · collections.terms_offer.changed
            approvals.person.changed · approvals.handover.ordered
Events out  deals.customer.{added,changed,handed_over,merged,unmerged,told_apart,phase_moved,flagged_hot,hot_cleared}
            deals.customer.{claimed,released,warned,reclaimed} · deals.customer_pool.defined
            deals.contact_person.{changed,removed}
            deals.customer_expense.{submitted,returned,booked,rejected,withdrawn}
            deals.admission.{submitted,returned,admitted,superseded,rejected,withdrawn}
            deals.opportunity.{opened,advanced,won,reopened,lost}
            deals.registration.{submitted,returned,protected,protection_ending,released,rejected,withdrawn,closed}
            deals.registration.{restored,graded,abandoned,extended}
            deals.extension.{requested,returned,applied,rejected,withdrawn}
            deals.opportunity.{edited,set_back,step_completed,facts_recorded,risk_added,risk_closed,commented}
            deals.opportunity.{stalled,stall_escalated} · deals.guidance.{given,acted_on,overdue,dropped}
            deals.follow_up.{recorded,due,answered} · deals.reminder.deadline_moved
            deals.contract.{drafted,edited,assessed,file_attached,file_removed,submitted,withdrawn,returned,rejected}
            deals.contract.{effective,cancel_requested,kept,cancelled} · deals.handover.done
"""
