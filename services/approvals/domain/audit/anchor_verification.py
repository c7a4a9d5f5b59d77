"""Which anchor is the first that is not as it was made?"""

from collections.abc import Iterator, Mapping, Sequence

from messages.approvals.parts import Why
from services.approvals.domain.audit.anchors import Anchor, is_whole
from services.approvals.domain.audit.entries import FIRST_HASH


def wrong_anchors(
    anchors: Sequence[Anchor], roots: Mapping[int, str], copies: Mapping[int, str]
) -> Iterator[tuple[int, Why]]:
    """APP-103: an anchor fits what it covers, the one before, and each copy that stands elsewhere.

    `roots`: reckoned anew from the heads that are listed under each anchor; `copies`: number → hash.
    """
    previous = FIRST_HASH
    known = {anchor.number: anchor for anchor in anchors}
    for number in range(1, max([*known, *copies], default=0) + 1):
        one = known.get(number)
        if one is None:
            yield number, _why("missing", number)
            previous = copies.get(number, previous)
            continue
        if not is_whole(one) or roots.get(number) != one.root or one.previous != previous:
            yield number, _why("changed", number)
        elif copies.get(number, one.hash) != one.hash:
            yield number, _why("unlike", number, copy=copies[number])
        previous = one.hash


def _why(what: str, number: int, **params: str) -> Why:
    return Why(code=f"audit.wrong.anchor_{what}", params={"anchor": number, **params})
