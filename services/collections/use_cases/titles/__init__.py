"""What can be done with invoice titles?"""

from services.collections.use_cases.titles.add_invoice_title import add_invoice_title
from services.collections.use_cases.titles.change_invoice_title import change_invoice_title
from services.collections.use_cases.titles.list_invoice_titles import list_invoice_titles
from services.collections.use_cases.titles.remove_invoice_title import remove_invoice_title

__all__ = ["add_invoice_title", "change_invoice_title", "list_invoice_titles", "remove_invoice_title"]
