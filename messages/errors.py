"""Which answers other than yes are normal: a rule violation, not found, forbidden, stale, malformed?"""

from uuid import UUID


class RuleViolation(Exception):
    """A rule says no: HTTP 409 with the rule's number. `params` fill the rule's text in the catalogues."""

    def __init__(self, rule: str, /, **params: object) -> None:
        super().__init__(rule, params)
        self.rule = rule
        self.params = params

    def __str__(self) -> str:
        values = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.rule}({values})"


class NotKnownYet(RuleViolation):
    """The event about it may still be on its way: HTTP 409 with Retry-After."""


class NotFound(Exception):
    """There is no such record, or it is not for this person's eyes: HTTP 404."""

    def __init__(self, kind: str, id: UUID | str) -> None:
        super().__init__(kind, id)
        self.kind = kind
        self.id = id


class Forbidden(Exception):
    """This person's role, or how far he reaches (`rule`), does not allow the verb: HTTP 403."""

    def __init__(self, verb: str, rule: str = "", **params: object) -> None:
        super().__init__(verb)
        self.verb = verb
        self.rule = rule
        self.params = params


class Stale(Exception):
    """The record has changed since it was read: HTTP 412."""

    def __init__(self, kind: str, id: UUID | str, current: int) -> None:
        super().__init__(kind, id, current)
        self.kind = kind
        self.id = id
        self.current = current


class Malformed(Exception):
    """What was sent cannot be read: HTTP 422 naming the field, the value and the rule."""

    def __init__(self, field: str, value: object, rule: str, /, **params: object) -> None:
        super().__init__(field, value, rule, params)
        self.field = field
        self.value = value
        self.rule = rule
        self.params = params
