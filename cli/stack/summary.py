"""What does one need to know of a running stack?"""

from pathlib import Path

from rich.table import Table

from cli.screen import out
from deploy.embedded.memory import memory_mb
from deploy.embedded.state import StackState
from deploy.sample_company import demo_logins, demo_password


def print_summary(folder: Path, state: StackState, heading: str) -> None:
    """One address, the demo logins, Temporal's own pages."""
    memory = sum(memory_mb(pid) or 0 for pid in state.processes.values())
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_row("Countersign", f"[bold]http://127.0.0.1:{state.ports['console']}[/bold]  {heading}")
    for login, what in demo_logins():
        table.add_row("", f"{login}: {what}")
    if demo_logins():
        table.add_row("password", f"{demo_password()}  (of all demo logins)")
    table.add_row("Temporal", f"http://127.0.0.1:{state.ports['temporal_ui']}")
    table.add_row("data, logs", str(folder))
    table.add_row("memory", f"{memory:.0f} MB in {len(state.processes)} processes")
    out.print()
    out.print(table)
    out.print()
