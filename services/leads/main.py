"""How is the leads service put together?"""

from fastapi import FastAPI

from chassis.base.settings import Settings
from chassis.http.app import create_app, serve
from services.leads.api import (
    budgets,
    campaign_tasks,
    campaigns,
    channels,
    deadlines,
    intake,
    lead_rules,
    leads,
    matching,
    pools,
    transfers,
)
from services.leads.subscribers import subscriptions


def make(settings: Settings | None = None) -> FastAPI:
    return create_app(
        name="leads",
        routers=[
            *(pools.router, lead_rules.router, matching.router, transfers.router, leads.router),
            deadlines.router,
            *(campaigns.router, campaign_tasks.router, budgets.router, channels.router, intake.router),
        ],
        subscriptions=subscriptions,
        settings=settings,
    )


if __name__ == "__main__":
    serve(make)
