"""For which legal entity is a lead captured?"""

from messages.errors import Forbidden, Malformed

EVERY = "*"


def entity_for(wanted: str | None, own: tuple[str, ...]) -> str:
    """LEA-19: a lead belongs to a legal entity of the one who brings it, his first unless another is named."""
    if wanted is None:
        if not own or EVERY in own:
            raise Malformed("legal_entity_id", "", "LEA-19")
        return own[0]
    if wanted not in own and EVERY not in own:
        raise Forbidden(f"legal entity {wanted}")
    return wanted
