"""What does an approval cost when a bare Temporal workflow takes each decision as an Update?"""

from datetime import timedelta

from temporalio import workflow

QUEUE = "bench-updates"


@workflow.defn
class ThreeUpdates:
    """Ends when three signers have agreed."""

    def __init__(self) -> None:
        self._agreed: set[int] = set()

    @workflow.run
    async def run(self) -> str:
        await workflow.wait_condition(lambda: len(self._agreed) == 3, timeout=timedelta(days=1))
        return "APPROVED"

    @workflow.update
    async def approve(self, signer: int) -> int:
        self._agreed.add(signer)
        return len(self._agreed)
