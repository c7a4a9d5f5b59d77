"""How does the collections service start? (`python -m services.collections.main`)"""

from fastapi import FastAPI

from chassis.base.settings import Settings
from chassis.http.app import create_app, serve
from services.collections.api import ROUTERS
from services.collections.settings import CollectionsSettings
from services.collections.subscribers import subscriptions


def make(settings: Settings) -> FastAPI:
    own = CollectionsSettings(**settings.model_dump(exclude_unset=True))
    app = create_app(name="collections", routers=ROUTERS, subscriptions=subscriptions, settings=own)
    app.state.settings = own
    return app


if __name__ == "__main__":
    serve(make)
