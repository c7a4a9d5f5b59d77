"""How does the deals service start?"""

from fastapi import FastAPI

from chassis.base.settings import Settings
from chassis.http.app import create_app, serve
from services.deals.api import (
    admissions,
    contact_persons,
    contract_files,
    contracts,
    customer_pools,
    customers,
    erp,
    expenses,
    extensions,
    follow_ups,
    merging,
    opportunities,
    progress,
    registrations,
    reminders,
    stages,
)
from services.deals.settings import DealsSettings
from services.deals.subscribers import subscriptions


def make(settings: Settings) -> FastAPI:
    nouns = (
        customers,
        contact_persons,
        admissions,
        expenses,
        customer_pools,
        merging,
        erp,
        stages,
        opportunities,
        progress,
        registrations,
        contracts,
        contract_files,
        extensions,
        follow_ups,
        reminders,
    )
    routers = [*(noun.router for noun in nouns), registrations.of_opportunities]
    return create_app(name="deals", routers=routers, subscriptions=subscriptions, settings=settings)


if __name__ == "__main__":
    serve(make, DealsSettings())
