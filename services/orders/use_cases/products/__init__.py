"""What can be done with products and stock?"""

from services.orders.use_cases.products.add_product import add_product
from services.orders.use_cases.products.change_product import change_product
from services.orders.use_cases.products.count_stock import count_stock
from services.orders.use_cases.products.import_products import import_products
from services.orders.use_cases.products.list_products import list_products
from services.orders.use_cases.products.show_product import show_product

__all__ = [
    "add_product",
    "change_product",
    "count_stock",
    "import_products",
    "list_products",
    "show_product",
]
