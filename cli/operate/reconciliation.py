"""Do the processes run that should? Mends it now, as the worker does by itself."""

import os
import subprocess
import sys

import typer

from cli.operate.operator_log import log_operator_action
from cli.screen import Folder
from cli.stack.access import layout_of
from deploy.embedded.stack import program_environment
from deploy.embedded.state import ROOT

app = typer.Typer()


@app.command()
def reconcile(var: Folder = None) -> None:
    """Begin what should run and does not (Temporal was lost), wake what is left over. Safe to repeat."""
    layout = layout_of(var)
    log_operator_action(layout, "reconcile")
    env = os.environ | program_environment(layout, "worker")
    done = subprocess.run([sys.executable, "-m", "workflows.reconcile"], cwd=ROOT, env=env)
    raise typer.Exit(done.returncode)
