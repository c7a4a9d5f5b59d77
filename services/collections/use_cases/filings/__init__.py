"""What can be done with requests to providers of e-invoices?"""

from services.collections.use_cases.filings.list_filings import list_filings
from services.collections.use_cases.filings.process_due_filings import process_due_filings
from services.collections.use_cases.filings.receive_answer import receive_answer

__all__ = ["list_filings", "process_due_filings", "receive_answer"]
