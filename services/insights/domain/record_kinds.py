"""Which kinds of records make up one sale, and how deep in it does each stand?"""

# A link leads up to the lower depth. Customers, people, pools and products are no part: they belong to many sales.
DEPTH = {
    "campaign": -2,
    "activity": -1,
    "lead": 0,
    "opportunity": 1,
    "registration": 2,
    "contract": 2,
    "follow_up": 2,
    "guidance": 2,
    "extension": 3,
    "budget": 3,
    "payment_plan": 3,
    "order": 3,
    "shipment": 4,
    "order_change": 4,
    "receivable": 4,
    "invoice": 4,
    "return": 5,
    "allowance": 5,
    "payment": 5,
    "write_off": 5,
    "dunning_pause": 5,
    "promise": 5,
    "contact": 5,
    "repayment_plan": 5,
    "refund": 6,
    "correction": 6,
    "credit_request": 6,
    "request": 6,
    "step": 7,
    "task": 7,
    "todo": 7,
}
# For what a sale came about: said of each sale, and no part of it.
ORIGINS = frozenset({"activity", "campaign"})
# From money back to what was done to earn it.
CHAIN = ("payment", "order", "contract", "opportunity", "lead", "activity", "campaign")
# What is shown of the records above the one that was asked for; their other branches are other business.
ANNEXES = frozenset({"registration", "payment_plan", "request", "step", "task", "todo"})

PROCESSES = {
    "registration": "opportunity-registration",
    "contract": "contract-approval",
    "order": "order-to-cash",
    "write_off": "write-off-approval",
    "return": "goods-return",
    "order_change": "order-change",
    "pool": "pool-reclaim",
}


def process_of(kind: str, id: object) -> str | None:
    """The workflow that carries this record."""
    return f"{PROCESSES[kind]}/{id}" if kind in PROCESSES else None


def of_this_sale(kind: str, *, parent_is_above: bool) -> bool:
    """INS-2: a timeline goes up to the lead and down from its record; of those above it shows no other branches.

    So the payment's timeline shows the order, the contract and its approvals, and not the contract's next order.
    """
    return not parent_is_above or kind in ANNEXES


def leads_to_sales(parent_kind: str) -> bool:
    """SYS-90: an activity is where a sale came from, and no part of it: nobody sees a sale because he planned what
    brought it, and the timeline of neither shows the other."""
    return parent_kind not in ORIGINS
