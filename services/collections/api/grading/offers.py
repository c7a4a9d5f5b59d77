"""How is collections asked by which policies terms are offered, and which to whom?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.collections.offers.policies import (
    CollectionPolicyEffects,
    CollectionPolicyView,
    PublishCollectionPolicy,
)
from messages.collections.offers.terms import TermsOfferView
from messages.roles import Role
from services.collections.api.roles import READERS
from services.collections.use_cases import offers

router = APIRouter(tags=["collection policies"])

PUBLISHERS = (Role.FINANCE, Role.ADMIN)


@router.get("/collection-policies", dependencies=[needs(*READERS)])
async def list_collection_policies(uow: Uow) -> list[CollectionPolicyView]:
    return await offers.list_collection_policies(uow)


@router.post("/collection-policies", dependencies=[needs(*PUBLISHERS), keyed()], status_code=201)
async def publish_collection_policy(command: PublishCollectionPolicy, uow: Uow) -> CollectionPolicyView:
    return await offers.publish_collection_policy(command, uow)


@router.post("/collection-policies/preview", dependencies=[needs(*PUBLISHERS)])
async def preview_collection_policy(command: PublishCollectionPolicy, uow: Uow) -> CollectionPolicyEffects:
    return await offers.preview_collection_policy(command, uow)


@router.get("/terms-offers/{customer_id}", dependencies=[needs(*READERS)])
async def show_terms_offer(customer_id: UUID, uow: Uow) -> TermsOfferView:
    return await offers.show_terms_offer(customer_id, uow)
