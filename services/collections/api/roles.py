"""Who may ask collections for what?"""

READERS = ("sales", "sales_manager", "director", "legal", "finance", "order_admin", "ops", "admin", "process")
RECORDERS = ("sales", "sales_manager", "order_admin", "finance")
IMPORTERS = ("finance", "order_admin", "ops", "admin")
FINANCE = ("finance",)
PROCESS = ("process",)
