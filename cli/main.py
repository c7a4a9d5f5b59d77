"""The `countersign` command: which verbs are there?"""

import typer

from cli import (
    audit,
    catalogue,
    dead,
    deliveries,
    doctor,
    importing_command,
    logs,
    outbox,
    policy,
    reconcile,
    rule,
    status,
    token,
    trace,
    up,
)
from cli.demo import command as demo_command

# One module per group of commands, each with an `app`; put a new one here.
GROUPS = (
    *(up, status, logs, doctor, token, rule, policy, audit, catalogue, trace, outbox, dead, deliveries, reconcile),
    *(importing_command, demo_command),
)

app = typer.Typer(
    help="Countersign: from the first lead to the last payment.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in GROUPS:
    app.add_typer(group.app)
