"""Which quantities must agree in the books of orders? (`countersign audit books`)"""

from chassis.db.books import Check

# Never more is reserved, shipped and closed of a line than was ordered.
ORDERED = """
SELECT number, least(sum, quantity), sum FROM (
    SELECT o.number || ' ' || l.line AS number, l.quantity, l.reserved + l.shipped + l.closed AS sum
    FROM order_lines l JOIN orders o ON o.id = l.order_id) lines"""

# Never more is received than was shipped, and never more comes back than was received.
RECEIVED = """
SELECT o.number || ' ' || l.line, least(l.received, l.shipped), l.received
FROM order_lines l JOIN orders o ON o.id = l.order_id"""
RETURNED = """
SELECT o.number || ' ' || l.line, least(l.returned, l.received), l.returned
FROM order_lines l JOIN orders o ON o.id = l.order_id"""

CHECKS = (
    Check("books.ordered", ORDERED),
    Check("books.received", RECEIVED),
    Check("books.returned", RETURNED),
)
