"""How does the orders service start?"""

from fastapi import FastAPI

from chassis.base.settings import Settings
from chassis.http.app import create_app, serve
from services.orders.api import routers
from services.orders.subscribers import subscriptions


def make(settings: Settings | None = None) -> FastAPI:
    """The service, ready to be served."""
    return create_app(name="orders", routers=routers, subscriptions=subscriptions, settings=settings)


if __name__ == "__main__":
    serve(make)
