"""What has to be compensated, newest first?"""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from messages.collections.invoices import InvoiceRequested
    from messages.collections.payments import PaymentRecorded
    from messages.orders.shipments import ShipmentSent

COMPENSATIONS = {  # of an order: by the event that says that there may be something to compensate
    ShipmentSent.subject: "goods",
    PaymentRecorded.subject: "payments",
    InvoiceRequested.subject: "invoices",
}
ALL_COMPENSATIONS = ("receivables", "stock", "goods", "payments", "invoices")


class Compensations:
    """Names of what may have been done: registered before it is done, so each compensation bears that nothing was."""

    def __init__(self, registered: Iterable[str] = ()) -> None:
        self.registered = list(registered)
        self._registrations = 0

    def register(self, name: str) -> None:
        """This is about to be done, or was done again: it is the newest now."""
        self._registrations += 1
        if name in self.registered:
            self.registered.remove(name)
        self.registered.append(name)

    async def compensate(self, how: Mapping[str, Callable[[], Awaitable[object]]]) -> None:
        """Compensate all, newest first; each is forgotten only when that is done and nothing came in between."""
        while self.registered:
            newest, registrations = self.registered[-1], self._registrations
            await how[newest]()
            if self._registrations == registrations:  # else an event came meanwhile: look again what is newest now
                self.registered.remove(newest)
