"""What becomes of a request when a verb meets a state? The whole table: the tests walk every cell, the docs show it."""

TASK_STATES = ("OPEN", "WAITING", "DONE", "CLOSED", "RETURNED", "APPROVED", "REJECTED", "WITHDRAWN", "REVOKED")
TASK_KINDS = ("APPROVAL", "ADDED", "QUESTION", "RESCUE", "COPY")
REQUEST_STATES = ("PENDING", "RETURNED", "APPROVED", "REJECTED", "WITHDRAWN", "REVOKED")

NEVER = "never"  # this cannot come about
SAME = "same"  # the state the request was in

# A verb on a signer's own task: OPEN to CLOSED is the task's state in a pending request, then those of a request
# that has ended. A cell is the state of the request afterwards, or the rule that refuses.
ON_TASKS: dict[str, tuple[str, ...]] = {
    "approve": ("PENDING", *("APP-3",) * 8),
    "reject": ("REJECTED", *("APP-3",) * 8),
    "return": ("RETURNED", *("APP-3",) * 8),
    "return to a step": ("APP-7", *("APP-3",) * 8),
    "transfer": ("PENDING", *("APP-3",) * 8),
    "delegate": ("PENDING", *("APP-3",) * 8),
    "add signer before": ("PENDING", *("APP-3",) * 8),
    "add signer after": ("PENDING", *("APP-3",) * 8),
    "add signer beside": ("PENDING", *("APP-3",) * 8),
    "remove signer": ("PENDING", "PENDING", *("APP-3",) * 7),
    "ask": ("PENDING", *("APP-3",) * 8),
    "answer": ("PENDING", NEVER, *("APP-3",) * 7),
    "edit": ("PENDING", *("APP-3",) * 8),
    "claim": ("PENDING", *("APP-3",) * 8),
    "unclaim": ("PENDING", *("APP-3",) * 8),
    "take back": ("APP-54", "APP-54", "PENDING", *("APP-54",) * 6),
}

# A verb on an open task, by what kind of task it is; FORBIDDEN: it is nobody's to do this with (403).
ON_KINDS: dict[str, tuple[str, ...]] = {
    "approve": ("PENDING", "PENDING", "APP-60", "FORBIDDEN", "APP-3"),
    "reject": ("REJECTED", "REJECTED", "APP-60", "FORBIDDEN", "APP-3"),
    "return": ("RETURNED", "RETURNED", "APP-60", "FORBIDDEN", "APP-3"),
    "transfer": ("PENDING", "PENDING", "APP-60", "PENDING", "APP-3"),
    "delegate": ("PENDING", "PENDING", "APP-60", "FORBIDDEN", "APP-3"),
    "add signer before": ("PENDING", "APP-74", "APP-60", "FORBIDDEN", "APP-3"),
    "add signer after": ("PENDING", "APP-74", "APP-60", "FORBIDDEN", "APP-3"),
    "add signer beside": ("PENDING", "APP-74", "APP-60", "FORBIDDEN", "APP-3"),
    "remove signer": ("APP-56", "PENDING", "PENDING", "APP-56", "APP-56"),
    "ask": ("PENDING", "PENDING", "APP-60", "FORBIDDEN", "APP-3"),
    "answer": ("APP-65", "APP-65", "PENDING", "FORBIDDEN", "APP-3"),
    "edit": ("PENDING", "PENDING", "APP-60", "FORBIDDEN", "APP-3"),
    "claim": ("APP-57", "APP-57", "APP-60", "FORBIDDEN", "APP-3"),
    "unclaim": ("PENDING", "PENDING", "APP-60", "FORBIDDEN", "APP-3"),
    "take back": ("APP-54", "APP-54", "APP-54", "FORBIDDEN", "APP-54"),
}

# A verb on the request: by the requester, those concerned, an operator, or the clock.
ON_REQUESTS: dict[str, tuple[str, ...]] = {
    "withdraw": ("WITHDRAWN", "WITHDRAWN", "APP-8", "APP-8", SAME, "APP-8"),
    "cancel (a named role)": ("WITHDRAWN", "WITHDRAWN", "APP-8", "APP-8", SAME, "APP-8"),
    "revoke (a named role)": ("APP-124", "APP-124", "REVOKED", "APP-124", "APP-124", SAME),
    "reopen (a named role)": ("APP-125", "APP-125", "APP-125", "APP-125", "PENDING", "APP-125"),
    "say it is undone (its owner)": (*("APP-127",) * 5, SAME),
    "resubmit": ("APP-9", "PENDING", "APP-9", "APP-9", "APP-9", "APP-9"),
    "comment": (SAME,) * 6,
    "copy": (SAME,) * 6,
    "nudge": (SAME, *("APP-3",) * 5),
    "fire timer": (SAME,) * 6,
    "hand over (leaver)": (SAME,) * 6,
    "substitute (absence)": (SAME,) * 6,
    "resolve again (operator)": (SAME, *("APP-73",) * 5),
    "move (operator)": (SAME, *("APP-73",) * 5),
}
