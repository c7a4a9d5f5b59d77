"""What is a policy? Frozen data: facts, and a route of steps and parallel branches."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from messages.business_time import Duration
from messages.text import Code, ShortStr
from messages.texts import LANGUAGES

Key = Annotated[ShortStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]  # it is a part of addresses
Verb = Literal["approve", "reject", "return", "transfer", "delegate", "add_signer", "ask", "take_back"]
Ending = Literal["approved", "rejected", "returned", "withdrawn", "revoked"]
FieldName = Annotated[ShortStr, Field(min_length=1)]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]
# The policies that workflows ask under, and the fields that the owner of the record takes over as they were signed.
TAKEN_OVER = {
    "registration": frozenset[str](), "contract": frozenset({"clauses"}), "order": frozenset[str](),
    "write-off": frozenset[str](), "return": frozenset[str](), "order_change": frozenset[str](),
    "repayment_plan": frozenset[str](), "extension": frozenset[str](), "admission": frozenset[str](),
    "customer_expense": frozenset[str](), "budget": frozenset[str](),
}  # fmt: skip
Written = Annotated[ShortStr, AfterValidator(lambda written: str(Duration.parse(written)))]


def _listed(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


def _both_languages(value: Any) -> Any:
    return {"zh": value, "en": value} if isinstance(value, str) else value


Name = Annotated[dict[Literal["zh", "en"], ShortStr], BeforeValidator(_both_languages)]


class FactType(StrEnum):
    MONEY = "money"
    NUMBER = "number"
    INT = "int"
    TEXT = "text"
    BOOL = "bool"
    PERSON = "person"
    TEXTS = "texts"


class Mode(StrEnum):
    ALL = "all"
    ANY = "any"
    SEQUENCE = "sequence"
    QUORUM = "quorum"


class Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Chain(Piece):
    """The managers above somebody: so many levels, or up to the first who has the grade, or whose limit covers the
    amount of a fact. `currency`: the fact that says in which currency that is, where it is not called `currency`."""

    levels: Annotated[int, Field(ge=1, le=10)] | None = None
    up_to: FactName | None = None
    currency: FactName | None = None
    up_to_grade: Annotated[int, Field(ge=1, le=99)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(way is not None for way in (self.levels, self.up_to, self.up_to_grade)) != 1:
            raise ValueError("say either levels or up_to or up_to_grade")
        if self.currency is not None and self.up_to is None:
            raise ValueError("currency belongs to up_to")
        return self


class SignerRule(Piece):
    """Who signs: exactly one of these ways."""

    person: Code | None = None  # a login
    group: Annotated[tuple[Code, ...], Field(min_length=1)] | None = None
    role: Code | None = None
    unit: Code = "nearest"  # with role: nearest in the tree, any, or a unit path
    manager: Annotated[int, Field(ge=1, le=10)] | None = None  # the one so many levels up
    managers: Chain | None = None
    fact: FactName | None = None  # the person named in a fact
    weight: Annotated[int, Field(ge=1, le=1000)] = 1  # of each one's vote, in a quorum of points
    need: Annotated[int, Field(ge=1)] | None = None  # so many yes of these, in a quorum of each group

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        ways = [self.person, self.group, self.role, self.manager, self.managers, self.fact]
        if sum(way is not None for way in ways) != 1:
            raise ValueError("say exactly one of person, group, role, manager, managers, fact")
        return self


def _shorthand(value: Any) -> Any:
    return {"do": value} if isinstance(value, str) else value


class NoSigner(Piece):
    do: Literal["rescue", "superior", "pass", "reject"] = "rescue"
    to: SignerRule = SignerRule(role="admin", unit="any")


class Notify(Piece):
    """Who is told, besides the requester, when a round ends so; in these words, or in the usual ones. `{number}`,
    `{title}`, `{requester}` and `{outcome}` are filled in."""

    outcome: Annotated[tuple[Ending, ...], BeforeValidator(_listed), Field(min_length=1)] = ("approved",)
    to: Annotated[tuple[SignerRule, ...], BeforeValidator(_listed), Field(min_length=1)]
    text: Name = {}


class TimeoutLevel(Piece):
    """What happens when time is up, or some time `after` that."""

    do: Literal["remind", "escalate", "pass", "reject"]
    after: Written | None = None
    to: SignerRule | None = None  # escalate: None is the superior


def _by_role(value: Any) -> Any:
    return {"role": value} if isinstance(value, str) else value


class Power(Piece):
    """Who of the requester's legal entity may do what is nobody's else, and for how long after the request ended."""

    role: Code
    within: Written | None = None


class Rule(Piece):
    """What decides a step instead of its signers, when it is true of the facts."""

    when: ShortStr
    then: Literal["approve", "reject"]


class Quorum(Piece):
    count: Annotated[int, Field(ge=1)] | None = None
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    points: Annotated[int, Field(ge=1)] | None = None  # of the weights of the signers
    each: Annotated[int, Field(ge=1)] | None = None  # so many of those whom each signer rule names

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(way is not None for way in (self.count, self.percent, self.points, self.each)) != 1:
            raise ValueError("say exactly one of count, percent, points, each")
        return self


class Step(Piece):
    step: Key
    name: Name = {}
    when: ShortStr | None = None
    decide: Annotated[tuple[Rule, ...], BeforeValidator(_listed)] = ()  # the first that is true; else its signers
    signers: Annotated[tuple[SignerRule, ...], BeforeValidator(_listed), Field(min_length=1)]
    mode: Mode = Mode.ALL
    quorum: Quorum | None = None
    within: Written | None = None
    remind: Annotated[tuple[Written, ...], BeforeValidator(_listed)] = ()
    on_timeout: Annotated[
        tuple[Annotated[TimeoutLevel, BeforeValidator(_shorthand)], ...], BeforeValidator(_listed)
    ] = ()
    depends_on: tuple[ShortStr, ...] | None = None  # None: on everything
    may: tuple[Verb, ...] = ("approve", "reject", "return", "transfer", "delegate", "add_signer", "ask", "take_back")
    comment_required: tuple[Verb, ...] = ("reject", "return")
    attachment_required: tuple[Literal["approve", "reject", "return"], ...] = ()  # these carry a file
    may_edit: tuple[ShortStr, ...] = ()  # fields of the content that its signers may change
    after_return: Literal["again", "back", "either"] = "again"  # through all steps again, or straight back here

    @property
    def called(self) -> dict[str, str]:
        """How people call it, by language; by its key where it has no name."""
        return {str(lang): said for lang, said in self.name.items()} or dict.fromkeys(LANGUAGES, self.step)


class Branch(Piece):
    branch: Key
    name: Name = {}
    when: ShortStr | None = None
    route: "Route"


class Parallel(Piece):
    parallel: Key
    name: Name = {}
    branches: Annotated[tuple[Branch, ...], Field(min_length=2)]


def _kind(value: Any) -> str:
    parallel = "parallel" in value if isinstance(value, dict) else isinstance(value, Parallel)
    return "a-group" if parallel else "a-step"


Node = Annotated[Annotated[Step, Tag("a-step")] | Annotated[Parallel, Tag("a-group")], Discriminator(_kind)]
Route = Annotated[tuple[Node, ...], Field(min_length=1)]


class Policy(Piece):
    policy: Key
    name: Name = {}
    facts: dict[FactName, FactType] = {}
    fields: Annotated[dict[FieldName, Name], Field(max_length=100)] = {}  # what they are called, of what is signed
    requester_is_signer: Literal["superior", "skip", "allow", "deny"] = "superior"
    duplicates: Literal["once", "consecutive", "every"] = "once"
    segregate: bool | tuple[Key, ...] = False  # nobody signs two steps of a request: of all, or of these
    no_signer: Annotated[NoSigner, BeforeValidator(_shorthand)] = NoSigner()
    calendar: Code | None = None  # None: that of the requester
    max_rounds: Annotated[int, Field(ge=1, le=100)] | None = None  # in the last of them nobody sends it back any more
    revoke: Annotated[Power, BeforeValidator(_by_role)] | None = None  # what was approved
    reopen: Annotated[Power, BeforeValidator(_by_role)] | None = None  # what was withdrawn
    cancel: Annotated[Power, BeforeValidator(_by_role)] | None = None  # for the one who asked
    notify: Annotated[tuple[Notify, ...], BeforeValidator(_listed)] = ()
    route: Route


def steps_of(route: tuple[Step | Parallel, ...], branch: str = "") -> Iterator[tuple[str, Step]]:
    """Every step with the branch it stands in, in the order of the route."""
    for node in route:
        if isinstance(node, Step):
            yield branch, node
        else:
            for each in node.branches:
                yield from steps_of(each.route, f"{branch}/{each.branch}".lstrip("/"))


def find_step(policy: Policy, key: str) -> Step:
    return next(step for _, step in steps_of(policy.route) if step.step == key)


def names_of(policy: Policy, key: str) -> dict[str, str]:
    """How people call a step, by language; by its key where it has no name, or is none of the policy's."""
    return next((step.called for _, step in steps_of(policy.route) if step.step == key), dict.fromkeys(LANGUAGES, key))
