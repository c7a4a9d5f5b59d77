"""What is to be paid when, what was paid, what is invoiced, and who is late?

Owns        payment plans · receivables, the dunning levels they reached and what was done about them ·
            dunning procedures and their messages ·
            payments, their allocations, refunds and corrections · whether advances are used by themselves ·
            write-offs and their tolerances · allowances for goods · invoices with their lines, and credit notes ·
            the invoice titles of each customer · as which lines each order is invoiced ·
            what each customer owes and may owe · the ledger, in which all of this money stands twice ·
            bank statements and their entries · what payment providers told · what providers of e-invoices
            were asked for, and answered · which invoice and which dunning letter was mailed to whom, what a letter
            said, and where a customer's go · exchange rates, in which currency
            books are kept, and what records in another one are worth there ·
            plans, splits and quotas of commission, and each line that follows from them ·
            by which policies terms are offered, and which to each customer ·
            by which policy customers are graded, their grades and holds, what outside sources said of them,
            and requests for credit · pauses of dunning, promises and plans to pay, contacts and their rules,
            comments on receivables
States      receivable OPEN → PAID | CANCELLED
            payment RECORDED → CONFIRMED ⇄ REVERSED, RECORDED → REJECTED, CONFIRMED | REVERSED → VOIDED
            correction REQUESTED → CONFIRMED | REJECTED | WITHDRAWN
            refund REQUESTED → CONFIRMED | REJECTED | WITHDRAWN
            write-off REQUESTED → APPLIED → TAKEN_BACK, REQUESTED → REJECTED | WITHDRAWN, REQUESTED ⇄ RETURNED
            invoice REQUESTED → ISSUED → REVERSED, REQUESTED → REJECTED | CANCELLED
            request for credit REQUESTED → CONFIRMED | REJECTED | WITHDRAWN
            repayment plan REQUESTED → ACTIVE ⇄ KEPT | BROKEN, REQUESTED → REJECTED | WITHDRAWN, REQUESTED ⇄ RETURNED
            promise OPEN → KEPT | BROKEN | WITHDRAWN, BROKEN ⇄ KEPT → OPEN · contact PLANNED → DONE | DROPPED
            invoice filing WAITING → ISSUED | REFUSED · invoice mail WAITING → SENT | GIVEN_UP | CANCELLED
            letter WAITING ⇄ NO_ADDRESS, WAITING → SENT | GIVEN_UP | CANCELLED | POSTED, sent again → WAITING
            bank entry OPEN ⇄ MATCHED | SET_ASIDE · provider transaction ANNOUNCED | REFUSED → RECONCILED | DIFFERENT
Events in   deals.customer.{added,changed,handed_over,merged,unmerged} · deals.contract.effective
            approvals.person.changed · approvals.handover.ordered · approvals.notice.confirmed
            orders.order.{placed,confirmed,shipped,received,closed_short,changed,cancel_requested,cancelled}
            orders.shipment.{received,partly_received,returned,difference_decided} · orders.return.received
Events out  collections.payment_plan.{made,changed}
            collections.receivable.{opened,added,due,reminded,overdue,measure_chosen,balance_changed,paid,cancelled}
            collections.payment.{recorded,confirmed,rejected,released,reversed,voided,moved}
            collections.advance.{offered,used,withdrawn} · collections.advance_policy.set
            collections.exchange_rate.set · collections.books_currency.set
            collections.correction.{requested,confirmed,rejected,withdrawn}
            collections.refund.{requested,confirmed,rejected,withdrawn}
            collections.invoice.{requested,reduced,filed,filing_failed,issued,reversal_due,rejected,cancelled} ·
            collections.invoice.{mail_requested,mail_given_up} · collections.dunning.{prepared,address_missing}
            collections.dunning.{letter_sent,letter_given_up,letter_cancelled,letter_posted} ·
            collections.shard.letters_queued
            collections.bank_statement.{left_open,cleared}
            collections.write_off.{requested,returned,applied,rejected,withdrawn,taken_back} ·
            collections.allowance.granted · collections.tolerance.set · collections.credit.changed ·
            collections.credit_standing.changed · collections.terms_offer.changed ·
            collections.credit_hold.{set,released} ·
            collections.credit_request.{requested,confirmed,rejected,withdrawn} ·
            collections.dunning_pause.{started,ended} · collections.promise.{made,kept,broken,withdrawn} ·
            collections.repayment_plan.{requested,returned,applied,rejected,withdrawn,kept,broken} ·
            collections.contact.{due,recorded,dropped} · collections.receivable.commented ·
            collections.shard.deadline_moved · collections.handover.done

A payment is confirmed by finance in whose scope it is, never by who recorded it: use_cases/payments/confirm_payment.py.
Each act that moves money posts it with `store/ledger.py` (docs/decisions/0016-ledger.md).
Locks, always in this order: bank entry, order accounts by id, invoice and its filing, customers by id (each with its
invoice titles), payments by id, refund or correction, receivables by id, write-offs, what cases have agreed,
credits, shards, dunning letters (each with its mails), number series.
"""
