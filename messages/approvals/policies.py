"""How is a policy published, shown, and tried on the past?"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AliasChoices, AwareDatetime, Field, computed_field

from messages.approvals.parts import Json
from messages.approvals.states import RequestState
from messages.base import Command, View
from messages.text import Code, SafeStr

Yaml = Annotated[SafeStr, Field(max_length=200_000)]


# The policies under which processes put records before approvers: policy → kind of record. Under any other nobody asks
# of himself; it is a sample, or for people and programs that submit under it by hand.
ASKED_BY = {
    "registration": "registration",
    "contract": "contract",
    "order": "order",
    "return": "return",
    "order_change": "order_change",
    "write-off": "write_off",
    "repayment_plan": "repayment_plan",
    "extension": "extension",
    "admission": "admission",
    "customer_expense": "customer_expense",
    "budget": "budget",
}


class PublishPolicy(Command):
    """Either the YAML text as written, or its JSON equal. The same content again is the same version."""

    yaml: Yaml | None = None
    policy: Json | None = None


class PolicyView(View):
    id: UUID
    key: str
    version: int
    hash: str
    name: dict[str, str]
    body: dict[str, Any]  # canonical form, English keywords
    published_at: datetime

    @computed_field  # type: ignore[prop-decorator]
    @property
    def asked_by(self) -> str | None:
        """The kind of record that is put before approvers under it; None: no record is."""
        return ASKED_BY.get(self.key)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def sample(self) -> bool:
        return self.asked_by is None


class SimulatePolicy(Command):
    """Past requests of `policy` as they would have gone under `yaml`, or under the policy in force of this key."""

    policy: Code
    yaml: Yaml | None = None
    under: Code | None = None  # None: `policy` itself
    since: AwareDatetime
    until: AwareDatetime | None = None
    cursor: Annotated[SafeStr, Field(max_length=500)] | None = None
    limit: int = Field(default=100, ge=1, le=100)


class CastMember(View):
    id: UUID
    name: str


class StepChange(View):
    """What is not as it was: a step more, a step less, or others asked. `round` of the request."""

    round: int
    step: str
    change: Literal["added", "removed", "signers", "skipped", "not_skipped", "branch"]
    joined: list[CastMember] = []
    left: list[CastMember] = []


class SimulatedRequest(View):
    """A request that is listed: its way changes, a fact is lacking, or its recorded way is not found again."""

    request_id: UUID
    number: str
    title: str
    policy_version: int
    state: RequestState
    changes: list[StepChange] = []
    lacking: list[str] = []  # facts the policy looks at and this request does not have: it was not simulated
    unlike: list[StepChange] = []  # where its own policy, simulated, is not as it is recorded


class Load(View):
    """Tasks of a person in these requests."""

    person: CastMember
    now: int = 0
    then: int = 0


class Pace(View):
    """How long the ways took that have this shape: step keys in order, a list of lists stands for branches."""

    now: list[Any]
    then: list[Any]
    rounds: int


class StepHours(View):
    """Working hours a step was open, once for each time that it was."""

    step: str
    hours: list[float]


class Simulation(View):
    """One page; sums over pages are sums of these figures."""

    policy: str
    hash: str
    total: int  # requests in the whole time asked for
    requests: int  # of this page
    changed: int
    lacking: int
    reproduced: int  # whose recorded way was found again, step by step and person by person
    older: int  # from before the directory's history was kept: not looked at for that
    listed: list[SimulatedRequest] = Field(validation_alias=AliasChoices("listed", "told"))
    load: list[Load]
    paces: list[Pace]
    hours: list[StepHours]
    measured: list[float]  # working hours of each approved round, from asking to the last yes
    next: str | None = None
