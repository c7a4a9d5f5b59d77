"""What was called differently in approvals?"""

SUBJECTS: dict[str, str] = {}
FIELDS: dict[str, dict[str, str]] = {"approvals.task.reminded.v1": {"rung": "level"}}
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("POST", "/requests/sweep", "/requests/process-due"),
    ("POST", "/requests/{request_id}/steps/{step}/clock", "/requests/{request_id}/steps/{step}/fire-timer"),
    ("POST", "/deliveries/sweep", "/deliveries/process-due"),
    ("POST", "/deliveries/{delivery_id}/again", "/deliveries/{delivery_id}/resend"),
    ("POST", "/people/sweep", "/people/process-due"),
)
