"""What does deals own: customers, opportunities, registrations 报备, contracts.

Owns    customers · opportunities and their stages · registrations · contracts with lines, payment terms and files
States  opportunity OPEN → WON | LOST
        registration SUBMITTED ⇄ RETURNED, → PROTECTED → RELEASED | CLOSED, → REFUSED | WITHDRAWN
        contract DRAFT → IN_APPROVAL → EFFECTIVE | RETURNED | REFUSED, → (CANCELLING) → CANCELLED
In      leads.lead.converted · orders.product.changed · orders.order.{placed,…,cancelled} · orders.calloffs.*
        approvals.person.changed
Out     deals.customer.* · deals.opportunity.* · deals.registration.* · deals.contract.*
"""
