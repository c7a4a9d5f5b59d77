"""How is the insights service put together?"""

from fastapi import FastAPI

from chassis.base.settings import Settings
from chassis.http.app import create_app, serve
from services.insights.api import answers
from services.insights.subscribers import subscriptions


def make(settings: Settings | None = None) -> FastAPI:
    return create_app(name="insights", routers=[answers.router], subscriptions=subscriptions, settings=settings)


if __name__ == "__main__":
    serve(make)
