"""Does a notice leave the house by itself, soon after what it is about, and do the commands say what became of it?"""

import asyncio
import json

from standardwebhooks.webhooks import Webhook
from typer.testing import CliRunner, Result

from cli.main import app
from deploy.cast.player import until
from deploy.cast.sale import task_about
from deploy.embedded.running import Stack
from messages.approvals.notices import AddChannel, ChannelView
from messages.approvals.requests import ApproveTask, RequestView
from tests.services.approvals.notices.receivers import Heard, a_web_server
from tests.whole_stack import SalesSoFar


async def test_signers_are_notified_in_turn(sales: SalesSoFar) -> None:
    with a_web_server() as web:
        signer = await sales.cast.player("sun.legal")
        said = AddChannel(kind="webhook", address=f"{web.url}/legal")
        await signer.post("approvals", "/channels", said, ChannelView)
        sale = await sales.sale()
        contract = await sales.submitted(sale)

        async def heard(what: str) -> Heard | None:
            items = [(one, item) for one in web.heard for item in one.json["data"]["items"]]
            return next((one for one, item in items if item["what"] == what), None)

        told = await until(lambda: heard("asked"), what="the notice")
        assert told.json["data"]["items"][0]["about"]["id"] == str(contract.id)
        await sale.seller.post(
            "approvals", "/channels", said.model_copy(update={"address": f"{web.url}/s"}), ChannelView
        )
        task = await task_about(signer, contract.id)
        shown = await signer.get("approvals", f"/requests/{task.request_id}", RequestView)
        no = {"content_hash": shown.content_hash, "comment": "clause 4"}
        await signer.post("approvals", f"/tasks/{task.task_id}/reject", ApproveTask(**no), RequestView)
        await until(lambda: heard("settled"), what="the result")


async def test_another_program_receives_events_and_the_commands_show_it(sales: SalesSoFar, stack: Stack) -> None:
    async def countersign(*words: str) -> Result:
        var = ("--var", str(stack.layout.var))
        done = await asyncio.to_thread(CliRunner().invoke, app, [*words, *var])  # a command has a loop of its own
        assert done.exit_code == 0, done.output
        return done

    with a_web_server() as web:
        added = (await countersign("webhook", "add", f"{web.url}/erp", "--event", "approvals.request.opened.v1")).output
        id, secret = added.split()[0], added.rsplit("secret: ", 1)[1].strip()
        contract = await sales.submitted(await sales.sale())

        async def heard() -> Heard | None:
            return next((one for one in web.heard if one.json["data"]["about"]["id"] == str(contract.id)), None)

        told = await until(heard, what="the fact")
        assert Webhook(secret).verify(told.body, told.headers)["type"] == "approvals.request.opened.v1"
        sent = json.loads((await countersign("deliveries", "list", "--state", "SENT", "--json")).output)
        assert told.headers["webhook-id"] in [one["id"] for one in sent]
        again = await countersign("deliveries", "again", told.headers["webhook-id"])
        assert "WAITING" in again.output

        async def twice() -> bool:
            return sum(one.headers["webhook-id"] == told.headers["webhook-id"] for one in web.heard) == 2

        await until(twice, what="the same once more")
        assert "whsec_" in (await countersign("webhook", "rotate", id)).output
        assert "whsec_" not in (await countersign("webhook", "remove", id)).output
        assert id not in (await countersign("webhook", "list")).output
