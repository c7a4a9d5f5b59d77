"""The `countersign` command: which verbs are there?"""

import time
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from cli.stack.deadline import BEGAN

# Verb → the module that has it in its `app`; put a new one here. It is imported when it is asked for and not before:
# `status` has to answer within seconds on a busy machine, and needs no Temporal client and no web framework.
COMMANDS = {
    "up": "cli.stack.up",
    "down": "cli.stack.down",
    "status": "cli.operate.status",
    "logs": "cli.stack.logs",
    "doctor": "cli.operate.doctor",
    "token": "cli.operate.token",
    "rule": "cli.papers.rules",
    "policy": "cli.policies.command",
    "commission": "cli.policies.commission_plans",
    "audit": "cli.audit.command",
    "docs": "cli.papers.catalogue",
    "trace": "cli.operate.trace",
    "outbox": "cli.operate.outbox",
    "dead-letters": "cli.operate.dead_letters",
    "dead": "cli.operate.dead_letters",
    "deliveries": "cli.operate.deliveries",
    "webhook": "cli.operate.webhooks",
    "reconcile": "cli.operate.reconciliation",
    "import": "cli.imports.command",
    "statement": "cli.imports.bank_statement",
    "demo": "cli.demo.command",
}

PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}


class Verbs(TyperGroup):
    """The commands by name."""

    def make_context(self, *args: Any, **options: Any) -> Any:
        """The imports of a command count into the time that it may take."""
        context = super().make_context(*args, **options)
        context.meta[BEGAN] = time.monotonic()
        return context

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(**PLAIN)
        alone.add_typer(import_module(COMMANDS[cmd_name]).app)
        return get_command(alone).commands[cmd_name]  # type: ignore[attr-defined]


app = typer.Typer(cls=Verbs, no_args_is_help=True, **PLAIN)


@app.callback()
def countersign() -> None:
    """Countersign: from the first lead to the last payment."""
