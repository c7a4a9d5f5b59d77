"""How does one get a token for a person?"""

import asyncio
import os
from typing import Annotated

import typer

from cli.screen import Folder, give_up
from cli.stack.access import layout_of
from deploy.embedded.stack import Layout
from deploy.embedded.tokens import NoSuchPerson, mint_token, person_of, sign_in
from deploy.sample_company import demo_password

app = typer.Typer()


@app.command()
def token(
    login: Annotated[str, typer.Argument(help="The person's login, such as those that `up` prints.")],
    var: Folder = None,
    password: Annotated[str | None, typer.Option(help="Without it COUNTERSIGN_PASSWORD, else the demo's.")] = None,
    offline: Annotated[bool, typer.Option(help="Sign with the stack's own key instead of signing in.")] = False,
) -> None:
    """A token for the APIs: curl -H "Authorization: Bearer $(countersign token LOGIN)" …"""
    layout = layout_of(var)
    secret = password or os.environ.get("COUNTERSIGN_PASSWORD")
    try:
        print(asyncio.run(_minted(layout, login) if offline else sign_in(layout, login, secret or demo_password())))
    except NoSuchPerson:
        give_up(f"nobody has the login {login}, or the password is another one")


async def _minted(layout: Layout, login: str) -> str:
    return mint_token(layout, await person_of(layout, login))
