"""How is the console put together?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware

from chassis.base import garbage, logs
from chassis.base.tasks import end_tasks
from chassis.http.client import SERVERS_KEEP_SECONDS, UNCOMPRESSED
from console.middleware import FormGuard
from console.pages.approvals import (
    action_forms,
    approval_links,
    bulk_decisions,
    figures,
    inbox,
    policies,
    request_files,
    requests,
    tasks,
)
from console.pages.campaigns import (
    activities,
    activity_files,
    budgets,
    campaign_tasks,
    campaigns,
    channel_keys,
    channels,
    lead_forms,
    public_form,
)
from console.pages.collecting import (
    case_acts,
    collection_cases,
    collection_overview,
    collection_process,
    contact_rules,
    payment_plan_form,
    payment_plans,
    repayment_plans,
    trails,
)
from console.pages.credit import collection_policies, credit_file, credit_policy, credit_requests, standings
from console.pages.customers import (
    admissions,
    contact_persons,
    customer_accounts,
    customer_acts,
    customer_duplicates,
    customer_pools,
    customer_rules,
    customers,
    expenses,
    phase_acts,
)
from console.pages.deals import facts, follow_ups, opportunity_form, opportunity_way, registration_acts, sales_rules
from console.pages.files import exports, imports
from console.pages.files.import_run import Running
from console.pages.find import deliveries, operation, search, timeline
from console.pages.money import (
    advance_policies,
    ageing,
    bank,
    bank_entry,
    bank_import,
    commission,
    commission_plans,
    corrections,
    dunning_of_receivable,
    dunning_procedures,
    dunnings,
    exchange_rates,
    invoice_titles,
    invoices,
    payment_form,
    payment_import,
    payments,
    receivables,
    refunds,
    statements,
    write_offs,
)
from console.pages.orders import order_changes, orders, production, products, returns, shipments
from console.pages.parts import colleagues, error_pages, moved_routes
from console.pages.people import absences, calendars, my_notices, notices, people, sign_in
from console.pages.pools import assignment, late_deadlines, lead_rules, pool_form, pools
from console.pages.portal import order_form, portal_orders, statement
from console.pages.sales import (
    contract_files,
    contracts,
    daily_report,
    duplicate_check,
    lead_transfers,
    leads,
    match_rules,
    opportunities,
    plan_rows,
    registrations,
)
from console.settings import ConsoleSettings
from console.static_files import STATIC, VersionedFiles

COMPRESSED_FROM = 1000  # bytes: less fits into one packet anyway
PAGES = (
    sign_in, inbox, bulk_decisions, tasks, action_forms, request_files, requests, colleagues, search, timeline, leads,
    pool_form, assignment, pools, lead_rules, lead_transfers, late_deadlines,
    customers, customer_acts, customer_duplicates, customer_accounts, contact_persons,
    admissions, customer_rules, phase_acts, customer_pools, expenses,
    duplicate_check, match_rules, follow_ups,
    opportunity_form, facts, opportunity_way, sales_rules, opportunities, plan_rows, registration_acts,
    registrations, contracts, contract_files, absences, calendars, people, policies, orders, products, shipments,
    order_changes, returns, production, payment_form, payment_import, payments,
    payment_plans, payment_plan_form,
    receivables, collection_overview, ageing, dunnings, dunning_of_receivable, dunning_procedures, invoices,
    invoice_titles, write_offs, bank, bank_import, bank_entry,
    refunds, corrections, advance_policies, exchange_rates, statements, commission, commission_plans,
    standings, credit_file, credit_requests, credit_policy, collection_policies, collection_cases, case_acts,
    collection_process, contact_rules, trails, repayment_plans,
    daily_report, approval_links, my_notices, notices, figures, operation,
    deliveries,
    order_form, portal_orders, statement,
    campaigns, activities, budgets, activity_files, campaign_tasks, channels, channel_keys, lead_forms, public_form,
    imports, exports, moved_routes,
)  # fmt: skip


def create_console(settings: ConsoleSettings) -> FastAPI:
    """The pages, the sealed cookie, and how a rejection is shown."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        limits = httpx.Limits(max_connections=200)
        async with httpx.AsyncClient(timeout=httpx.Timeout(10.0), limits=limits, headers=UNCOMPRESSED) as client:
            app.state.http, app.state.imports = client, Running()
            yield
            await end_tasks(app.state.imports.tasks)  # they stop, and can go on

    app = FastAPI(title="console", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.settings = settings
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
    for page in PAGES:
        app.include_router(page.router)
    app.add_api_route("/healthz", healthz)
    app.add_middleware(
        SessionMiddleware,
        secret_key=settings.session_secret.get_secret_value(),
        session_cookie="countersign",
        max_age=settings.session_hours * 3600,
        same_site="lax",
        https_only=settings.secure_cookies,
    )
    app.add_middleware(FormGuard)
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESSED_FROM, compresslevel=5)  # not of live streams
    error_pages.install(app)
    return app


async def healthz() -> JSONResponse:
    return JSONResponse({"status": "up", "service": "console"})


def main() -> None:
    """`python -m console.main`"""
    settings = ConsoleSettings()
    logs.configure(service="console", form=settings.log_format, level=settings.log_level)
    app = create_console(settings)
    garbage.spare_what_was_loaded()
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=SERVERS_KEEP_SECONDS,
        timeout_graceful_shutdown=3,  # open pages listen for ever
    )


if __name__ == "__main__":
    main()
