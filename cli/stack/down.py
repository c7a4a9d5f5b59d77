"""How is a running stack stopped?"""

import os
import signal
import time

import typer

from cli.screen import Folder, give_up, out
from deploy.embedded.state import default_folder, is_running, read_state

app = typer.Typer()

LONGEST_STOP_S = 60


@app.command()
def down(var: Folder = None) -> None:
    """Stop a stack that runs, in the background or elsewhere."""
    folder = (var or default_folder()).absolute()
    state = read_state(folder)
    if not is_running(folder) or state.pid is None:
        out.print("nothing is running")
        return
    os.kill(state.pid, signal.SIGTERM)
    end = time.monotonic() + LONGEST_STOP_S
    while is_running(folder) and time.monotonic() < end:
        time.sleep(0.1)
    if is_running(folder):
        give_up(f"process {state.pid} still runs")
    out.print("stopped")
