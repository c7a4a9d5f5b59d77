"""What can be done with the mails of invoices and letters?"""

from services.collections.use_cases.mails.list_invoice_mails import list_invoice_mails
from services.collections.use_cases.mails.process_due_mails import process_due_mails
from services.collections.use_cases.mails.send_dunning import send_dunning
from services.collections.use_cases.mails.send_invoice import send_invoice

__all__ = ["list_invoice_mails", "process_due_mails", "send_dunning", "send_invoice"]
