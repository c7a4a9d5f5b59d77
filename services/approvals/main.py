"""How does the approvals service start?"""

from fastapi import FastAPI

from chassis.auth.tokens import jwks_of, key_from_pem, new_key
from chassis.base.settings import Settings
from chassis.http.app import create_app, serve
from services.approvals.api import (
    acts,
    audit,
    customer_accounts,
    endpoints,
    figures,
    file_imports,
    files,
    links,
    notices,
    people,
    policies,
    requests,
    sign_in,
    tasks,
)
from services.approvals.settings import ApprovalsSettings
from services.approvals.subscribers import subscriptions


def make(settings: Settings | None = None) -> FastAPI:
    own = ApprovalsSettings()
    nouns = (
        sign_in, acts, requests, audit, tasks, people, customer_accounts, policies, notices, links, endpoints,
        figures, files, file_imports,
    )  # fmt: skip
    app = create_app(
        name="approvals", routers=[noun.router for noun in nouns], subscriptions=subscriptions,
        settings=settings or own, people="persons",
    )  # fmt: skip
    key = key_from_pem(own.signing_key.get_secret_value().encode()) if own.signing_key else new_key()
    app.state.issuer = sign_in.Issuer(key, jwks_of(key), own)
    return app


if __name__ == "__main__":
    serve(make, ApprovalsSettings())
