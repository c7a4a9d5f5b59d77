"""Approvals: what "approved" means, who may say so, and what happens when nobody does.

It knows nothing of what is approved.
Owns: people, org units, roles, calendars, absences; policies; requests, steps, tasks and to-dos (the one inbox); the
audit chain; the keys that sign tokens; notice channels, endpoints, deliveries and the links that decide.
States: request PENDING → RETURNED ⇄ → APPROVED | REJECTED | WITHDRAWN; step OPEN → APPROVED | PASSED | KEPT |
REJECTED | RETURNED | CLOSED; task WAITING → OPEN → DONE | CLOSED; delivery WAITING → SENT | DROPPED | GIVEN_UP.
Verbs: approve, reject, return, withdraw, resubmit, take back, transfer, delegate, add and remove signers, claim, ask,
answer, edit, comment, copy, nudge, hand over, substitute, resolve again, move (docs/approvals-matrix.md).
Events out: approvals.{request,step,task,todo,person,org_unit,legal_entity,calendar,absence,policy,delivery}.*;
in: none.
"""
