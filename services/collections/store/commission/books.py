"""Which sums must agree in the books of commission? (`countersign audit books`)"""

from chassis.db.books import Check

# What commission follows of a payment on a receivable is what the ledger has of it since the first plan.
MONEY = """
SELECT coalesce(f.number, l.number), coalesce(f.amount, 0), coalesce(l.amount, 0)
FROM (SELECT subject_id, payment_id, min(receivable_number) AS number,
        sum(CASE kind WHEN 'MONEY' THEN amount ELSE -amount END) AS amount
    FROM commission_facts WHERE kind IN ('MONEY', 'MONEY_BACK') GROUP BY subject_id, payment_id) f
FULL JOIN (SELECT e.receivable_id, p.payment_id, min(e.number) AS number, -sum(e.amount) AS amount
    FROM ledger_entries e JOIN ledger_entries p ON p.transaction_id = e.transaction_id AND p.account = 'ADVANCE'
    JOIN order_accounts a ON a.order_id = e.order_id
    WHERE e.account = 'RECEIVABLE' AND e.act IN ('ALLOCATED', 'RELEASED') AND EXISTS (
        SELECT FROM commission_plans c WHERE c.legal_entity_id = e.legal_entity_id AND c.published_at <= e.posted_at)
    GROUP BY e.receivable_id, p.payment_id
) l ON l.receivable_id = f.subject_id AND l.payment_id = f.payment_id"""

# The shares of what accrued on one fact are 100 percent.
SHARES = """
SELECT min(order_number), 100.0000, sum(share) FROM commission_lines WHERE kind = 'ACCRUED'
GROUP BY fact_id, component"""

# No more is clawed back than accrued, and no more is payable than what is left: of the same sign.
CLAWED = """
SELECT a.order_number, sign(a.accrued) * abs(a.accrued + coalesce(f.clawed, 0)), a.accrued +
    coalesce(f.clawed, 0)
FROM commission_lines a LEFT JOIN (SELECT accrual_id, sum(accrued) AS clawed FROM commission_lines
    WHERE kind = 'CLAWED_BACK' GROUP BY accrual_id) f ON f.accrual_id = a.id
WHERE a.kind = 'ACCRUED'"""
PAYABLE = """
SELECT a.order_number, abs(f.payable) * sign(a.accrued), least(abs(f.payable), abs(f.net)) * sign(a.accrued)
FROM commission_lines a JOIN (SELECT coalesce(accrual_id, id) AS id, sum(accrued) AS net, sum(payable) AS payable
    FROM commission_lines GROUP BY coalesce(accrual_id, id)) f ON f.id = a.id
WHERE a.kind = 'ACCRUED'"""

# What of an accrual is left is its share and rate of what is left of its fact, to a cent for each time that it was
# rounded: where all went again, exactly nothing.
LEFT = """
SELECT a.order_number, 0.00, f.net FROM commission_lines a JOIN (
    SELECT coalesce(accrual_id, id) AS id, sum(accrued) AS net,
        sum(basis) FILTER (WHERE kind <> 'PAYABLE') AS basis FROM commission_lines GROUP BY coalesce(accrual_id, id)
) f ON f.id = a.id WHERE a.kind = 'ACCRUED' AND f.basis = 0"""

COMMISSION_CHECKS = (
    Check("books.commission_money", MONEY),
    Check("books.commission_shares", SHARES),
    Check("books.commission_clawed", CLAWED),
    Check("books.commission_payable", PAYABLE),
    Check("books.commission_left", LEFT),
)
