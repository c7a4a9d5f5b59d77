"""For which legal entity is a lead taken in?"""

from messages.errors import Forbidden, Malformed

EVERY = "*"


def entity_for(wanted: str | None, mine: tuple[str, ...]) -> str:
    """LEA-19: a lead belongs to a legal entity of the one who brings it, his first unless another is named."""
    if wanted is None:
        if not mine or EVERY in mine:
            raise Malformed("legal_entity_id", "", "LEA-19")
        return mine[0]
    if wanted not in mine and EVERY not in mine:
        raise Forbidden(f"legal entity {wanted}")
    return wanted
