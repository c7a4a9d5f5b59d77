"""How does the deals service start?"""

from fastapi import FastAPI

from chassis.settings import Settings
from chassis.web import create_app, serve
from services.deals.api import contracts, customers, files, opportunities, registrations, stages
from services.deals.settings import DealsSettings
from services.deals.subscribers import subscriptions


def make(settings: Settings) -> FastAPI:
    nouns = (customers, stages, opportunities, registrations, contracts, files)
    routers = [noun.router for noun in nouns]
    return create_app(name="deals", routers=routers, subscriptions=subscriptions, settings=settings)


if __name__ == "__main__":
    serve(make, DealsSettings())
