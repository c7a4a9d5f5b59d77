"""How does their keeper ask for the reminders of sales?"""

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.deals.reminders import ProcessDueReminders, ProcessedReminders
from messages.roles import Role
from services.deals.use_cases import reminders

router = APIRouter(prefix="/reminders", tags=["reminders"])


@router.post("/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_reminders(uow: Uow, command: ProcessDueReminders = ProcessDueReminders()) -> ProcessedReminders:
    return await reminders.process_due_reminders(command, uow)
