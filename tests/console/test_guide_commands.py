"""Does every command of docs/policies.md do what the page says, on a running stack?"""

import asyncio
import os
import re
import shlex
import sys
from pathlib import Path

import pytest

import deploy
from deploy.embedded.running import Stack
from tests.whole_stack import SalesSoFar

ROOT = Path(deploy.__file__).parents[1]
PAGE = (ROOT / "docs" / "policies.md").read_text()
BLOCKS = re.findall(r"^```(sh|yaml)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
FILES = {"purchase.yaml": "policy: purchase\n", "purchase-order.yaml": "policy: purchase-order\n"}
TOLD = {  # a word of what the command has to say
    "preview": "王丽", "publish": "version 1", "list": "purchase-order", "show": "up_to: amount", "diff": "the same as",
    "simulate": "0 of 0 requests",
}  # fmt: skip


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the page has its reader save."""
    folder = tmp_path_factory.mktemp("guide")
    for name, beginning in FILES.items():
        block = next(block for kind, block in BLOCKS if kind == "yaml" and block.startswith(beginning))
        (folder / name).write_text(block)
    return folder


async def test_every_command_works_in_the_order_of_the_page(stack: Stack, sales: SalesSoFar, written: Path) -> None:
    buyer = await sales.cast.player("wu.orders")
    verbs = [shlex.split(command)[2] for command in COMMANDS]
    assert set(TOLD) <= set(verbs)
    for verb, command in zip(verbs, COMMANDS, strict=True):
        code, said = await _run(command.replace("BUYER", str(buyer.id)), stack, written)
        assert code == 0, (command, said)
        assert TOLD.get(verb, "") in said, (command, said)


async def _run(command: str, stack: Stack, folder: Path) -> tuple[int | None, str]:
    program, *words = shlex.split(command)
    assert program == "countersign"
    env = {**os.environ, "COUNTERSIGN_VAR": str(stack.layout.var), "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "cli", *words, cwd=folder, env=env,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await run.communicate()
    return run.returncode, said.decode()
