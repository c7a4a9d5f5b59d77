"""What may stand on the price list?"""

from uuid import UUID

from messages.errors import Refused


def check_code(code: str, *, holder: UUID, product_id: UUID) -> None:
    """ORD-12: a code names one product; people and files call the product by it."""
    if holder != product_id:
        raise Refused("ORD-12", code=code)
