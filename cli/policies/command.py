"""How does one check, publish, compare and try out approval policies?"""

import difflib
import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from chassis.http.client import ServiceClient
from cli.policies.figures import figures
from cli.policies.policy_file import mistake_in, read_file
from cli.policies.policy_text import as_text
from cli.policies.simulation import simulate
from cli.screen import Folder, give_up, out
from cli.stack.approvals import ask_approvals
from messages.approvals.policies import PolicyView
from messages.approvals.requests import ComingStep, PreviewView, SignerView
from messages.texts import text
from services.approvals.domain.policies.publication import body_of, hash_of

policies = typer.Typer(
    help="Approval policies: lint, publish, list, show, diff, preview, simulate, figures.", no_args_is_help=True
)
app = typer.Typer()
app.add_typer(policies, name="policy")
policies.command()(simulate)
policies.command()(figures)

Files = Annotated[list[Path], typer.Argument(help="Policy files (YAML); deploy/policies has ready ones and examples.")]
Key = Annotated[str, typer.Argument(help="The key of a policy, such as contract.")]


@policies.command()
def lint(files: Files) -> None:
    """Check policy files; each mistake is shown with its line. Needs no stack."""
    mistakes = [mistake_in(file) for file in files]
    for file, mistake in zip(files, mistakes, strict=True):
        out.print(mistake or f"{file}: nothing wrong", markup=False, soft_wrap=True)
    if any(mistakes):
        raise typer.Exit(1)


@policies.command()
def publish(files: Files, var: Folder = None) -> None:
    """Put policies in force for requests from now on; unchanged ones keep their version."""
    wrong = [mistake for file in files if (mistake := mistake_in(file))]
    if wrong:
        give_up("\n".join(wrong))
    for file in files:
        body = {"yaml": file.read_text()}
        view = ask_approvals(var, partial(_publish, body))
        out.print(f"{view.key}  version {view.version}  {view.hash[:12]}  {_asked_by(view)}")


def _asked_by(view: PolicyView) -> str:
    return f"asked by each {view.asked_by}" if view.asked_by else "a sample: no record asks by it"


async def _publish(body: dict[str, str], client: ServiceClient) -> PolicyView:
    return await client.ask(PolicyView, "POST", "/policies", body)


@policies.command("list")
def listed(var: Folder = None) -> None:
    """The policies in force."""
    for row in ask_approvals(var, lambda client: client.get("/policies")):
        view = PolicyView.model_validate(row)
        out.print(
            f"{view.key:24} version {view.version:<4} {view.hash[:12]}  {view.name.get('en', '')}  {_asked_by(view)}"
        )


@policies.command()
def show(key: Key, version: int | None = None, var: Folder = None) -> None:
    """A policy as it is in force, or an older version, with English keywords."""
    print(as_text(_published(key, version, var).body), end="")


@policies.command()
def diff(file: Annotated[Path, typer.Argument()], version: int | None = None, var: Folder = None) -> None:
    """What publishing this file would change. Ends with 1 when it would change something."""
    policy = read_file(file)
    view = _published(policy.policy, version, var)
    if view.hash == hash_of(policy):
        out.print(f"the same as version {view.version}")
        return
    old, new = (as_text(body).splitlines() for body in (view.body, body_of(policy)))
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
    view = ask_approvals(var, lambda client: client.ask(PreviewView, "POST", "/requests/preview", body), login)
    for step in view.steps:
        for line in _lines(step, lang):
            out.print(line, markup=False, soft_wrap=True)


def _lines(step: ComingStep, lang: str) -> list[str]:
    why = text(step.skipped.code, lang, **step.skipped.params) if step.skipped else ""
    due = f"  due {step.due_at.astimezone():%Y-%m-%d %H:%M}" if step.due_at else ""
    lines = [f"{step.branch + '/' if step.branch else ''}{step.key}  {step.mode}{due}  {why}".rstrip()]
    lines += [f"    {_signer(signer, lang)}" for signer in step.signers]
    lines += [f"    ({text(over.code, lang, **over.params)})" for over in step.skipped_people]
    lines += [f"    {text(one.code, lang, **one.params)}" for one in step.because]
    if step.avoid:
        ways = "; ".join(text(one.code, lang, **one.params) for one in step.avoid)
        lines.append(f"    {text('avoid.title', lang)}: {ways}")
    return lines


def _signer(signer: SignerView, lang: str) -> str:
    return f"{signer.name or '(rescue)'}: {text(signer.why.code, lang, **signer.why.params)}"


def _facts(given: str) -> dict[str, Any]:
    try:
        facts = json.loads(given)
    except ValueError as wrong:
        give_up(f"--facts: {wrong}")
    return dict(facts) if isinstance(facts, dict) else give_up("--facts: an object was expected")


def _published(key: str, version: int | None, var: Path | None) -> PolicyView:
    return PolicyView.model_validate(ask_approvals(var, lambda client: client.get(f"/policies/{key}", version=version)))
