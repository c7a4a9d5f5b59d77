"""What is sold to whom, and what was agreed: customers, opportunities, registrations 报备, contracts?

Owns        customers · opportunities and their stages · registrations · contracts with lines, payment terms and files
States      opportunity OPEN ⇄ WON, → LOST
            registration SUBMITTED ⇄ RETURNED, → PROTECTED → RELEASED | (⇄) CLOSED, → REJECTED | WITHDRAWN
            contract DRAFT → IN_APPROVAL → EFFECTIVE | RETURNED | REJECTED, → (CANCELLING) → CANCELLED
Events in   leads.lead.converted · orders.product.changed · orders.order.{placed,confirmed,cancelled}
            orders.calloffs.{closed,kept} · collections.credit_standing.changed · collections.terms_offer.changed
            approvals.person.changed · approvals.handover.ordered
Events out  deals.customer.{added,changed} · deals.opportunity.{opened,advanced,won,reopened,lost}
            deals.registration.{submitted,returned,protected,protection_ending,released,rejected,withdrawn,closed}
            deals.registration.restored
            deals.contract.{drafted,edited,assessed,file_attached,file_removed,submitted,withdrawn,returned,rejected}
            deals.contract.{effective,cancel_requested,kept,cancelled} · deals.handover.done
"""
