"""Where do the forms of a page go that was opened before addresses changed?"""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.post("/orders/{id}/place-again")
async def resubmit(id: str) -> RedirectResponse:
    return _moved(f"/orders/{id}/resubmit")


@router.post("/payments/{id}/refuse")
async def reject_payment(id: str) -> RedirectResponse:
    return _moved(f"/payments/{id}/reject")


@router.post("/invoices/{id}/refuse")
async def reject_invoice(id: str) -> RedirectResponse:
    return _moved(f"/invoices/{id}/reject")


@router.post("/my-notices/deliveries/{id}/again")
async def resend(id: str) -> RedirectResponse:
    return _moved(f"/my-notices/deliveries/{id}/resend")


def _moved(to: str) -> RedirectResponse:
    """308: the form goes along."""
    return RedirectResponse(to, 308)
