"""How does one check, publish, compare and try out approval policies?"""

import difflib
import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from chassis.client import ServiceClient
from cli.policy_access import asked, mistake_in, read_file
from cli.policy_figures import figures
from cli.policy_simulate import simulate
from cli.screen import Folder, give_up, out
from messages.approvals.policies import PolicyView
from messages.approvals.requests import ComingStep, PreviewView, SignerView
from messages.texts import text
from services.approvals.domain.policy import Policy
from services.approvals.domain.publishing import body_of, hash_of

policies = typer.Typer(
    help="Approval policies: lint, publish, list, show, diff, preview, simulate, figures.", no_args_is_help=True
)
app = typer.Typer()
app.add_typer(policies, name="policy")
policies.command()(simulate)
policies.command()(figures)

Files = Annotated[list[Path], typer.Argument(help="Policy files (YAML); deploy/policies has ready ones.")]
Key = Annotated[str, typer.Argument(help="The key of a policy, such as contract.")]


@policies.command()
def lint(files: Files) -> None:
    """Check policy files; each mistake is told with its line. Needs no stack."""
    mistakes = [mistake_in(file) for file in files]
    for file, told in zip(files, mistakes, strict=True):
        out.print(told or f"{file}: nothing wrong", markup=False, soft_wrap=True)
    if any(mistakes):
        raise typer.Exit(1)


@policies.command()
def publish(files: Files, var: Folder = None) -> None:
    """Put policies in force for requests from now on; unchanged ones keep their version."""
    wrong = [told for file in files if (told := mistake_in(file))]
    if wrong:
        give_up("\n".join(wrong))
    for file in files:
        body = {"yaml": file.read_text()}
        view = asked(var, partial(_publish, body))
        out.print(f"{view.key}  version {view.version}  {view.hash[:12]}")


async def _publish(body: dict[str, str], house: ServiceClient) -> PolicyView:
    return await house.ask(PolicyView, "POST", "/policies", body)


@policies.command("list")
def listed(var: Folder = None) -> None:
    """The policies in force."""
    for row in asked(var, lambda house: house.get("/policies")):
        view = PolicyView.model_validate(row)
        out.print(f"{view.key:24} version {view.version:<4} {view.hash[:12]}  {view.name.get('en', '')}")


@policies.command()
def show(key: Key, version: int | None = None, var: Folder = None) -> None:
    """A policy as it is in force, or an older version, with English keywords."""
    print(written(_published(key, version, var).body), end="")


@policies.command()
def diff(file: Annotated[Path, typer.Argument()], version: int | None = None, var: Folder = None) -> None:
    """What publishing this file would change. Ends with 1 when it would change something."""
    policy = read_file(file)
    view = _published(policy.policy, version, var)
    if view.hash == hash_of(policy):
        out.print(f"the same as version {view.version}")
        return
    old, new = (written(body).splitlines() for body in (view.body, body_of(policy)))
    for line in difflib.unified_diff(old, new, f"version {view.version}", str(file), lineterm=""):
        out.print(line, markup=False, soft_wrap=True)
    raise typer.Exit(1)


@policies.command()
def preview(
    policy: Annotated[str, typer.Argument(help="The key of a published policy, or a file that is only written.")],
    login: Annotated[str, typer.Option("--as", help="Who would ask.")],
    facts: Annotated[str, typer.Option(help="The facts, as JSON.")] = "{}",
    lang: Annotated[str, typer.Option(help="zh or en.")] = "en",
    var: Folder = None,
) -> None:
    """Who would be asked, by which rule and until when, and what would avoid a step; nothing is written."""
    file = Path(policy)
    key, yaml_ = (read_file(file).policy, file.read_text()) if file.is_file() else (policy, None)
    body = {"policy": key, "yaml": yaml_, "facts": _facts(facts)}
    view = asked(var, lambda house: house.ask(PreviewView, "POST", "/requests/preview", body), login)
    for step in view.steps:
        for line in _lines(step, lang):
            out.print(line, markup=False, soft_wrap=True)


def _lines(step: ComingStep, lang: str) -> list[str]:
    why = text(step.skipped.code, lang, **step.skipped.params) if step.skipped else ""
    due = f"  due {step.due_at.astimezone():%Y-%m-%d %H:%M}" if step.due_at else ""
    lines = [f"{step.branch + '/' if step.branch else ''}{step.key}  {step.mode}{due}  {why}".rstrip()]
    lines += [f"    {_signer(signer, lang)}" for signer in step.signers]
    lines += [f"    ({text(over.code, lang, **over.params)})" for over in step.passed_over]
    if step.avoid:
        ways = "; ".join(text(one.code, lang, **one.params) for one in step.avoid)
        lines.append(f"    {text('avoid.title', lang)}: {ways}")
    return lines


def _signer(signer: SignerView, lang: str) -> str:
    return f"{signer.name or '(rescue)'}: {text(signer.why.code, lang, **signer.why.params)}"


def written(body: dict[str, Any]) -> str:
    """A policy as YAML, always in the same order: the database keeps none."""
    policy = Policy.model_validate(body)
    named = policy.model_copy(update={"facts": dict(sorted(policy.facts.items()))})
    return yaml.safe_dump(_in_order(body_of(named)), sort_keys=False, allow_unicode=True, width=100)


def _in_order(value: Any) -> Any:
    """The languages too."""
    if isinstance(value, dict):
        languages = value.keys() <= {"zh", "en"}
        return {key: _in_order(value[key]) for key in (sorted(value) if languages else value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value


def _facts(given: str) -> dict[str, Any]:
    try:
        facts = json.loads(given)
    except ValueError as wrong:
        give_up(f"--facts: {wrong}")
    return dict(facts) if isinstance(facts, dict) else give_up("--facts: an object was expected")


def _published(key: str, version: int | None, var: Path | None) -> PolicyView:
    return PolicyView.model_validate(asked(var, lambda house: house.get(f"/policies/{key}", version=version)))
