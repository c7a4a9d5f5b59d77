"""How is the orders service asked? One file per noun, one line per route."""

from services.orders.api import erp, order_changes, orders, portal, production, products, returns, shipments

routers = [
    products.router,
    orders.router,
    order_changes.router,
    shipments.router,
    returns.router,
    production.router,
    portal.router,
    erp.router,
]
