"""Does the demo's every number add up, on a piece of the real data?"""

import os
from pathlib import Path

import pytest
from rich.progress import Progress

from cli.demo import company, leads, pipeline, receivables
from cli.demo.stage import Demo
from deploy.cast.player import Cast
from deploy.embedded.tokens import setup_token
from tests.services.approvals.notices.receivers import Mailbox
from tests.whole_stack import a_stack

# The real data is not part of the project: it is named, or lies beside the checkout.
DATA = Path(os.environ.get("COUNTERSIGN_DATA") or Path(__file__).parents[3] / "shared" / "data")
ROWS = 400

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not (DATA / leads.FILE).exists(), reason="no real data: name its folder in COUNTERSIGN_DATA"),
]


@pytest.mark.timeout(400)
async def test_real_data_goes_all_the_way_and_adds_up(tmp_path: Path, mailbox: Mailbox) -> None:
    with Progress(disable=True) as quiet:
        async with (
            a_stack(tmp_path / "stack", mailbox) as stack,
            Cast(stack.urls, stack.token, setup_token(stack.layout)) as cast,
        ):
            demo = Demo(stack, cast, DATA, tmp_path, quiet)
            await _play(demo)
    assert len(demo.checks) > 30
    assert [check for check in demo.checks if not check.holds] == []


async def _play(demo: Demo) -> None:
    lines = pipeline.read_lines(DATA / pipeline.FILE)
    invoices = receivables.read_invoices(DATA / receivables.FILE)
    await company.found_company(demo)
    await leads.bring_in_leads(demo, ROWS)
    await leads.work_the_pools(demo, sorted({line.seller for line in lines})[:4])
    await pipeline.bring_in_history(demo, lines, ROWS)
    await receivables.bring_in_history(demo, invoices, ROWS)
    await pipeline.play_sample(demo, lines, 6)
    await pipeline.play_clashes(demo, lines)
    await receivables.live(demo, invoices[ROWS:], 8)
