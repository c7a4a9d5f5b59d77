"""What happens next: one Temporal workflow per business process, and all timers. It knows no table and no SQL.

processes/   the business processes, one file each
engine/      what they share: steps, approvals, signals, to-dos, compensations, keepers
activities/  one class per service: what a process does there
and the program around them: worker, triggers (events to processes), reconcile, operator_routes
"""
