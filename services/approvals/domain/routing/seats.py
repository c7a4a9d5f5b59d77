"""In which group does a person count whom several groups of a step name?"""

from collections.abc import Sequence
from uuid import UUID

Named = dict[UUID, bool]  # whom a group names: himself, or in the place of somebody who may not sign


def seats(groups: Sequence[Named], needs: Sequence[int]) -> dict[UUID, int]:
    """Whoever is named by several groups counts in one: as many votes as possible have their signer, first of
    those whom a group names themselves; who is in nobody's need counts in his own group, else in the first."""
    if len(groups) == 1:
        return dict.fromkeys(groups[0], 0)
    asked = [number for number, need in enumerate(needs) for _ in range(min(need, len(groups[number])))]
    holder: dict[int, UUID] = {}
    own = [{id for id, himself in group.items() if himself} for group in groups]
    for among in (own, [set(group) for group in groups]):
        order = [[id for id in group if id in there] for group, there in zip(groups, among, strict=True)]
        for vote in range(len(asked)):
            if vote not in holder:
                _filled(vote, order, asked, holder, set())
    found = {id: asked[vote] for vote, id in holder.items()}
    for there in (own, groups):
        for number, group in enumerate(there):
            for id in group:
                found.setdefault(id, number)
    return found


def _filled(vote: int, groups: list[list[UUID]], asked: list[int], holder: dict[int, UUID], tried: set[UUID]) -> bool:
    """Somebody free takes it, or one who counts elsewhere, if another can take his place there."""
    for id in groups[asked[vote]]:
        if id not in tried:
            tried.add(id)
            at = next((one for one, who in holder.items() if who == id), None)
            if at is None or _filled(at, groups, asked, holder, tried):
                holder[vote] = id
                return True
    return False
