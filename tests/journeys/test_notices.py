"""Does a notice leave the house by itself, soon after what it is about?"""

from deploy.cast.player import until
from deploy.cast.sale import task_about
from messages.approvals.notices import AddChannel, ChannelView
from messages.approvals.requests import ApproveTask, RequestView
from tests.services.approvals.receivers import Heard, a_web_server
from tests.whole_house import Beginnings


async def test_who_is_asked_hears_it_and_after_the_decision_the_next_does(begun: Beginnings) -> None:
    with a_web_server() as web:
        signer = await begun.cast.player("sun.legal")
        said = AddChannel(kind="webhook", address=f"{web.url}/legal")
        await signer.post("approvals", "/channels", said, ChannelView)
        sale = await begun.sale()
        contract = await begun.submitted(sale)

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
