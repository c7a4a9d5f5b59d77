"""How is collections asked for the whole of what is to be collected?"""

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.collections.overview import CollectionOverview
from services.collections.api.roles import OVERSEERS
from services.collections.use_cases import overview

router = APIRouter(tags=["overview"])


@router.get("/collection-overview", dependencies=[needs(*OVERSEERS)])
async def show_collection_overview(uow: Uow) -> CollectionOverview:
    return await overview.show_collection_overview(uow)
