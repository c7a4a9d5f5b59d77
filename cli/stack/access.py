"""Where is the running stack, for a command that wants to ask it something?"""

from pathlib import Path

from cli.screen import give_up
from deploy.embedded.secrets import load_or_create_secrets
from deploy.embedded.stack import Layout, named_servers
from deploy.embedded.state import default_folder, is_running, read_state


def layout_of(var: Path | None) -> Layout:
    """The addresses and keys of the stack in this folder; gives up if it does not run."""
    folder = (var or default_folder()).absolute()
    if not is_running(folder):
        give_up(f"no stack runs in {folder}; start it with `make run`")
    secrets = load_or_create_secrets(folder / "secrets.json")
    return Layout(var=folder, ports=read_state(folder).ports, secrets=secrets, **named_servers())
