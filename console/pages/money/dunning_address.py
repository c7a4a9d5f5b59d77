"""Where do a customer's dunning letters go, as a form?"""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form

from console.pages.parts.authority import may_act
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Action, Input
from messages.collections.dunning.letters import DunningAddressView, SetDunningAddress
from messages.texts import LANGUAGES, text


@dataclass(frozen=True)
class AddressForm:
    """What was typed."""

    email: Annotated[str, Form()] = ""
    recipient: Annotated[str, Form()] = ""
    lang: Annotated[str, Form()] = ""

    def command(self, customer_id: UUID) -> SetDunningAddress:
        """Raises ValidationError."""
        said = {"email": self.email.strip(), "recipient": self.recipient.strip(), "lang": self.lang or None}
        return SetDunningAddress.model_validate(said | {"customer_id": customer_id})


TypedAddress = Annotated[AddressForm, Depends(AddressForm)]


async def address_of(gateway: ServiceGateway, customer_id: UUID) -> DunningAddressView:
    return await gateway.get("collections", f"/dunning-addresses/{customer_id}", DunningAddressView)


async def set_address(gateway: ServiceGateway, customer_id: UUID, typed: AddressForm, key: str) -> None:
    await gateway.post("collections", "/dunning-addresses", typed.command(customer_id), key=key)


def address_actions(known: DunningAddressView, path: str, person: Person) -> list[Action]:
    """Its form, as it stands."""
    if not may_act(person, "set_dunning_address"):
        return []
    languages = [("", text("value.lang_of_country", person.lang))]
    languages += [(one, text(f"value.lang.{one}", person.lang)) for one in LANGUAGES]
    inputs = (
        Input("email", value=known.email, required=False, hint="hint.dunning_address"),
        Input("recipient", value=known.recipient, required=False),
        Input("lang", "select", known.lang or "", languages, required=False),
    )
    return [Action("set_dunning_address", path, inputs)]
