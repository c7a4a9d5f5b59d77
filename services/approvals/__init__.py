"""What does "approved" mean, who may say so, and what happens when nobody does?

It knows nothing of what is approved.

Owns        people · accounts with which customers order for themselves · org units · legal entities · roles ·
            calendars · absences · policies · requests with their steps, tasks and to-dos (the one inbox) · the audit
            chain · the keys that sign tokens · notice channels, endpoints, deliveries and the links that decide ·
            files that somebody brings in, and their mappings
States      request PENDING ⇄ RETURNED, → APPROVED | REJECTED | WITHDRAWN; APPROVED → REVOKED, WITHDRAWN → PENDING
            step OPEN → APPROVED | PASSED | KEPT | REJECTED | RETURNED | CLOSED
            task WAITING → OPEN → DONE | CLOSED
            file import UPLOADED → CHECKING → CHECKED → IMPORTING → DONE
            delivery WAITING → SENT | DROPPED | GIVEN_UP
Events in   what its owner is notified of, and what other programs asked for: services/approvals/subscribers.py lists it
            deals.customer.{added,changed,handed_over,merged,unmerged}
            {leads,deals,orders,collections}.handover.done
Events out  approvals.request.{opened,edited,commented,rescued,settled,revoked} · approvals.step.{opened,settled}
            approvals.task.{opened,decided,transferred,added,removed,taken_back,reminded,nudged}
            approvals.todo.{opened,done,closed} · approvals.{person,org_unit,legal_entity,calendar}.changed
            approvals.absence.{added,ended} · approvals.policy.published · approvals.audit.anchored
            approvals.clock.moved · approvals.delivery.{deadline_moved,given_up}
            approvals.notice.confirmed · approvals.handover.ordered

Its verbs: docs/approvals-matrix.md. When nobody acts in time: domain/acts/timeout.py.
"""
