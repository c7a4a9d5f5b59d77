"""Which sums must agree in the books of collections? (`countersign audit books`)"""

from chassis.db.books import Check
from services.collections.store.commission.books import COMMISSION_CHECKS
from services.collections.store.overview.books import SUM_CHECKS

STANDS = "a.released_at IS NULL"
COUNTS = "p.status IN ('CONFIRMED', 'REVERSED')"

# Every transaction of the ledger adds up to nothing.
TRANSACTIONS = """
SELECT min(number), sum(amount), 0.00 FROM ledger_entries GROUP BY transaction_id, legal_entity_id, currency"""

# What is open of each receivable is its balance; also of those that only one of the two knows.
RECEIVABLES = """
SELECT coalesce(r.number, l.number), coalesce(r.amount - r.paid - r.written_off, 0), coalesce(l.balance, 0)
FROM (SELECT * FROM receivables WHERE status <> 'CANCELLED') r FULL JOIN (
    SELECT receivable_id, min(number) AS number, sum(amount) AS balance FROM ledger_entries
    WHERE account = 'RECEIVABLE' GROUP BY receivable_id) l ON l.receivable_id = r.id"""

# What a customer owes, as it was last published.
CUSTOMERS = """
SELECT coalesce(c.number, c.name, k.customer_id::text) || ' ' || k.currency, coalesce(k.owed, 0), coalesce(l.balance, 0)
FROM credits k FULL JOIN (
    SELECT customer_id, currency, sum(amount) AS balance FROM ledger_entries
    WHERE account = 'RECEIVABLE' GROUP BY customer_id, currency) l
    ON l.customer_id = k.customer_id AND l.currency = k.currency
LEFT JOIN customers c ON c.id = coalesce(k.customer_id, l.customer_id)"""

# What of a confirmed payment settles nothing is its advance.
ADVANCES = f"""
SELECT coalesce(p.number, l.number), coalesce(p.amount - p.allocated - p.refunded, 0), coalesce(-l.balance, 0)
FROM (SELECT * FROM payments p WHERE {COUNTS}) p FULL JOIN (
    SELECT payment_id, min(number) AS number, sum(amount) AS balance FROM ledger_entries
    WHERE account = 'ADVANCE' GROUP BY payment_id) l ON l.payment_id = p.id"""

# What is set aside for a customer is what has been asked for and not sent yet.
REFUNDS = """
SELECT coalesce(f.number, l.number), coalesce(f.amount, 0), coalesce(-l.balance, 0)
FROM (SELECT * FROM refunds WHERE status = 'REQUESTED') f FULL JOIN (
    SELECT refund_id, min(number) AS number, sum(amount) AS balance FROM ledger_entries
    WHERE account = 'REFUND_PAYABLE' GROUP BY refund_id) l ON l.refund_id = f.id"""

# What of a payment goes back is the sum of its refunds.
REFUNDED = """
SELECT p.number, p.refunded, coalesce((SELECT sum(f.amount) FROM refunds f
    WHERE f.payment_id = p.id AND f.status IN ('REQUESTED', 'CONFIRMED')), 0) FROM payments p"""

# A payment settles as much as its allocations say.
ALLOCATED = f"""
SELECT p.number, p.allocated, coalesce((SELECT sum(a.amount) FROM allocations a
    WHERE a.payment_id = p.id AND {STANDS}), 0) FROM payments p"""

# What it settles and what goes back never pass the payment.
PAYMENTS = f"""
SELECT p.number, least(p.amount, a.sum + p.refunded), a.sum + p.refunded FROM payments p JOIN (
    SELECT a.payment_id, sum(a.amount) AS sum FROM allocations a WHERE {STANDS} GROUP BY a.payment_id
) a ON a.payment_id = p.id"""

# What waits on a receivable is money that finance has not seen.
WAITING = f"""
SELECT r.number, r.waiting, coalesce((SELECT sum(a.amount) FROM allocations a
    WHERE a.receivable_id = r.id AND {STANDS} AND NOT a.confirmed), 0) FROM receivables r"""

# What came of a payment, and did not go back, is at the bank, in the currency in which it came.
BANK = f"""
SELECT coalesce(p.number, l.number), coalesce(p.amount, 0.00), coalesce(l.balance, 0.00)
FROM (SELECT p.id, p.number, coalesce(p.received_currency, p.currency) AS currency,
      coalesce(p.received_amount, p.amount) - coalesce((SELECT sum(coalesce(f.sent_amount, f.amount)) FROM refunds f
        WHERE f.payment_id = p.id AND f.status = 'CONFIRMED'), 0) AS amount
    FROM payments p WHERE {COUNTS}) p FULL JOIN (
    SELECT payment_id, currency, min(number) AS number, sum(amount) AS balance FROM ledger_entries
    WHERE account = 'BANK' GROUP BY payment_id, currency HAVING sum(amount) <> 0) l
    ON l.payment_id = p.id AND l.currency = p.currency"""

# What was valued of a payment and a receivable is what the one settles of the other.
EXCHANGE_PARTS = f"""
SELECT p.number, coalesce((SELECT sum(a.amount) FROM allocations a WHERE a.payment_id = p.id
    AND a.receivable_id = x.receivable_id AND a.confirmed AND {STANDS}), 0.00), x.amount
FROM exchange_parts x JOIN payments p ON p.id = x.payment_id"""

# Of each record what was posted in the books is what its rate makes of all that was valued of it, rounded once.
EXCHANGE = """
SELECT w.number, (x.sign * round(x.amount * v.share / v.whole / v.unit) * v.unit)::numeric(18,2),
    coalesce(l.balance, 0.00) FROM (
    SELECT payment_id AS id, 1 AS sign, sum(amount) AS amount FROM exchange_parts GROUP BY payment_id UNION ALL
    SELECT receivable_id, -1, sum(amount) FROM exchange_parts GROUP BY receivable_id) x
JOIN book_values v ON v.record_id = x.id
JOIN LATERAL (SELECT number FROM payments WHERE id = x.id UNION ALL SELECT number FROM receivables WHERE id = x.id) w
    ON true
LEFT JOIN LATERAL (SELECT sum(e.amount) AS balance FROM ledger_entries e
    WHERE e.act = 'EXCHANGE_DIFFERENCE' AND e.account = 'EXCHANGE'
      AND (e.payment_id = x.id OR e.receivable_id = x.id)) l ON true"""

WRITE_OFFS = """
SELECT r.number, r.written_off, coalesce((SELECT sum(w.amount) FROM write_offs w
    WHERE w.receivable_id = r.id AND w.status = 'APPLIED'), 0) FROM receivables r"""

# Never more is invoiced, or asked for, than the order comes to.
INVOICED = """
SELECT o.number, least(i.sum, o.amount), i.sum FROM order_accounts o JOIN (
    SELECT l.order_id, sum(l.total) AS sum FROM invoice_lines l JOIN invoices v ON v.id = l.invoice_id
    WHERE v.status IN ('REQUESTED', 'ISSUED') GROUP BY l.order_id
) i ON i.order_id = o.order_id"""

# What is invoiced and requested of each order is the sum of its lines, also on invoices over several.
INVOICED_SUMS = """
SELECT o.number, s.kept, s.computed FROM order_accounts o LEFT JOIN (
    SELECT l.order_id, sum(l.total) FILTER (WHERE v.status = 'ISSUED') AS issued,
        sum(l.total) FILTER (WHERE v.status = 'REQUESTED') AS requested
    FROM invoice_lines l JOIN invoices v ON v.id = l.invoice_id GROUP BY l.order_id
) i ON i.order_id = o.order_id,
LATERAL (VALUES (o.invoiced, coalesce(i.issued, 0)), (o.requested, coalesce(i.requested, 0))) s (kept, computed)"""

# No more is credited of the lines of an order than of the order.
CREDITED_LINES = """
SELECT o.number, least(l.sum, o.credited), l.sum FROM order_accounts o JOIN (
    SELECT order_id, sum(credited) AS sum FROM billable_lines GROUP BY order_id) l ON l.order_id = o.order_id"""

# An invoice is the sum of its lines, each of an order that it names.
INVOICES = """
SELECT v.number, v.amount, coalesce((SELECT sum(l.total) FROM invoice_lines l
    WHERE l.invoice_id = v.id AND l.order_id = ANY(v.other_order_ids || v.order_id)), 0) FROM invoices v"""

# What an order costs by now is what is owed for it, paid or not: with what it was changed and credited by.
ORDERS = """
SELECT o.number, o.amount - o.credited, coalesce((SELECT sum(r.amount) FROM receivables r
    WHERE r.order_id = o.order_id AND r.status <> 'CANCELLED'), 0)
FROM order_accounts o WHERE o.confirmed_at IS NOT NULL AND o.cancelled_at IS NULL"""

CHECKS = (
    Check("books.transactions", TRANSACTIONS),
    Check("books.receivables", RECEIVABLES),
    Check("books.customers", CUSTOMERS),
    Check("books.advances", ADVANCES),
    Check("books.refunds", REFUNDS),
    Check("books.refunded", REFUNDED),
    Check("books.allocated", ALLOCATED),
    Check("books.payments", PAYMENTS),
    Check("books.waiting", WAITING),
    Check("books.bank", BANK),
    Check("books.exchange_parts", EXCHANGE_PARTS),
    Check("books.exchange", EXCHANGE),
    Check("books.write_offs", WRITE_OFFS),
    Check("books.invoiced", INVOICED),
    Check("books.invoiced_sums", INVOICED_SUMS),
    Check("books.invoices", INVOICES),
    Check("books.credited_lines", CREDITED_LINES),
    Check("books.orders", ORDERS),
    *COMMISSION_CHECKS,
    *SUM_CHECKS,
)
