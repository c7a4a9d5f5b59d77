"""What can be done with invoices?"""

from services.collections.use_cases.invoices.cancel_invoice import cancel_invoice
from services.collections.use_cases.invoices.cancel_order_invoices import cancel_order_invoices
from services.collections.use_cases.invoices.export_invoice import export_credit_note, export_invoice
from services.collections.use_cases.invoices.issue_invoice import issue_invoice
from services.collections.use_cases.invoices.list_invoice_lines import list_invoice_lines
from services.collections.use_cases.invoices.list_invoices import list_invoices
from services.collections.use_cases.invoices.list_joinable_orders import list_joinable_orders
from services.collections.use_cases.invoices.list_missing_terms import list_missing_terms
from services.collections.use_cases.invoices.print_invoice import print_credit_note, print_invoice
from services.collections.use_cases.invoices.reject_invoice import reject_invoice
from services.collections.use_cases.invoices.request_invoice import request_invoice
from services.collections.use_cases.invoices.reverse_invoice import reverse_invoice
from services.collections.use_cases.invoices.show_billable_order import show_billable_order
from services.collections.use_cases.invoices.show_credit_note import show_credit_note
from services.collections.use_cases.invoices.show_invoice import show_invoice

__all__ = [
    "cancel_invoice",
    "cancel_order_invoices",
    "export_credit_note",
    "export_invoice",
    "issue_invoice",
    "list_invoice_lines",
    "list_invoices",
    "list_joinable_orders",
    "list_missing_terms",
    "print_credit_note",
    "print_invoice",
    "reject_invoice",
    "request_invoice",
    "reverse_invoice",
    "show_billable_order",
    "show_credit_note",
    "show_invoice",
]
