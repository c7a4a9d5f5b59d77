"""How does one publish and list plans of commission?"""

from pathlib import Path
from typing import Annotated

import typer
import yaml
from pydantic import ValidationError

from chassis.base.clock import new_id
from chassis.http.client import ServiceClient
from cli.screen import Folder, give_up, out
from cli.stack.approvals import ask_service
from messages.collections.commission import CommissionPlanView, PublishCommissionPlan

commission = typer.Typer(help="Plans of commission: publish, list.", no_args_is_help=True)
app = typer.Typer()
app.add_typer(commission, name="commission")

Login = Annotated[str, typer.Option("--as", help="Who of finance publishes, or reads.")]


@commission.command()
def publish(
    file: Annotated[Path, typer.Argument(help="A plan (YAML): name, legal_entity_id, mode, rate, valid_from …")],
    login: Login,
    var: Folder = None,
) -> None:
    """Put the next version of a plan in force, from the day that it says."""
    try:
        plan = PublishCommissionPlan.model_validate(yaml.safe_load(file.read_text()))
    except (ValidationError, yaml.YAMLError) as wrong:
        give_up(f"{file}: {wrong}")

    async def ask(client: ServiceClient) -> CommissionPlanView:
        body = plan.model_dump(mode="json", exclude_none=True)
        key = str(new_id())
        return await client.ask(CommissionPlanView, "POST", "/commission-plans", body, idempotency_key=key)

    out.print(_line(ask_service("collections", var, ask, login)), markup=False, soft_wrap=True)


@commission.command("list")
def listed(login: Login, var: Folder = None) -> None:
    """Every version, the newest of each plan first."""
    for row in ask_service("collections", var, lambda client: client.get("/commission-plans"), login):
        out.print(_line(CommissionPlanView.model_validate(row)), markup=False, soft_wrap=True)


def _line(one: CommissionPlanView) -> str:
    rate = ", ".join(f"{tier.above:f}: {tier.rate:f}" for tier in one.tiers) or f"{one.rate:f} %"
    where = f"{one.legal_entity_id} {one.unit}".rstrip()
    return f"{where:24} version {one.version:<4} {one.mode}  {rate}  from {one.begins_at.astimezone():%Y-%m-%d %H:%M}"
