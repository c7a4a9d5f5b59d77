"""What can an ERP do with orders?"""

from services.orders.use_cases.erp.import_erp_products import import_erp_products
from services.orders.use_cases.erp.import_erp_shipments import import_erp_shipments
from services.orders.use_cases.erp.import_production import import_production
from services.orders.use_cases.erp.import_stock_counts import import_stock_counts
from services.orders.use_cases.erp.show_erp_order import show_erp_order

__all__ = [
    "import_erp_products",
    "import_erp_shipments",
    "import_production",
    "import_stock_counts",
    "show_erp_order",
]
