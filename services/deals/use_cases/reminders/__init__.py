"""What is said when its time has come?"""

from services.deals.use_cases.reminders.process_due_reminders import process_due_reminders

__all__ = ["process_due_reminders"]
