"""Which services are there?"""

RECORD_OWNERS = ("leads", "deals", "orders", "collections", "approvals")
SERVICES = (*RECORD_OWNERS, "insights")  # it reads what the others publish, and no process asks it for anything
