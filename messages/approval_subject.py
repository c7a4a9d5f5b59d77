"""What does an owner put before the approvers?"""

from decimal import Decimal
from uuid import UUID

from messages.base import View
from messages.files import Attachment

Fact = str | int | bool | Decimal | None


class ApprovalSubject(View):
    """The frozen record as its owner shows it: who asks, the typed facts that policies use, the fields that are signed.

    `content` keys are field codes of the catalogues (`field.total`); values are texts, numbers or lists of flat rows.
    """

    kind: str  # registration, contract, order
    id: UUID
    number: str
    title: str  # the customer's and the project's words, as people know the thing
    legal_entity_id: str
    requester_id: UUID
    prepared_by: list[UUID] = []  # who prepared, priced or recorded it: none of them may approve it
    facts: dict[str, Fact]
    content: dict[str, object]
    attachments: list[Attachment] = []  # signed together with the content
