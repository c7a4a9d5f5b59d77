"""Collections: what is to be paid when, what was paid, what is invoiced, and who is late.

Owns: payment plans, receivables and their rungs, payments and allocations, invoices, credit facts, dunning messages.
States: receivable OPEN → PAID | CANCELLED · payment RECORDED → CONFIRMED → REVERSED, RECORDED → REFUSED ·
invoice REQUESTED → ISSUED → REVERSED, REQUESTED → REFUSED | CANCELLED.
Hears: Customer{Added, Changed}, ContractEffective (deals), PersonChanged (approvals),
Order{Placed, Confirmed, Shipped, Received, Cancelled} (orders).
Tells: PaymentPlanMade, Receivable{Opened, Due, Reminded, Overdue, Paid, Cancelled},
Payment{Recorded, Confirmed, Refused, Reversed}, Invoice{Requested, Issued, Refused, Cancelled},
CustomerDunned, CreditChanged, ShardDeadlineMoved.
Locks, always in this order: order account, invoice, payment, receivables by id, credits, shards, number series.
"""
