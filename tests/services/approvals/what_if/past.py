"""What may happen in an office in a month: a past made by chance, through the service's own routes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState, TaskKind, TaskState
from tests.services.approvals.conftest import Company, id_of

BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
LOGINS = ("boss", "meng", "bob", "lena", "fang", "fei")
AMOUNTS = ("10.00", "60000.00", "250000.00")
CLOCK = {"within": "2 business days", "remind": "1 business day"}


def a_route(**more: Any) -> dict[str, Any]:
    """Branches, conditions, clocks, and people found in every way."""
    legal = {"step": "legal", "signers": [{"role": "legal"}], "depends_on": ["terms"], "after_return": "back",
             "may_edit": ["amount", "terms"]}  # fmt: skip
    fin = {"step": "fin", "signers": [{"role": "finance"}], "mode": "any", **CLOCK, "on_timeout": "pass"}
    second = {"step": "second", "signers": [{"group": ["fang", "meng"]}], "mode": "sequence", "may_edit": ["amount"]}
    return {
        "policy": "month",
        "facts": {"amount": "money", "keen": "bool", "named": "person"},
        "route": [
            {"step": "manager", "signers": [{"manager": 1}], "after_return": "either", **CLOCK},
            {
                "parallel": "review",
                "branches": [
                    {"branch": "law", "route": [legal]},
                    {"branch": "money", "when": "amount > 50000.0", "route": [fin, second]},
                ],
            },
            {"step": "named", "when": "keen", "signers": [{"fact": "named"}], **CLOCK, "on_timeout": "reject"},
            {"step": "chain", "signers": [{"managers": {"up_to": "amount"}}], "mode": "sequence"},
        ],
    } | more


class Month:
    """Every act moves the clock, so that nothing happens at the same moment as another thing."""

    def __init__(self, company: Company, time_is: Callable[[datetime], None], seed: int) -> None:
        self.company, self.time_is, self.luck = company, time_is, Random(seed)
        self.now = BEGIN
        self.live: list[RequestView] = []
        self.asked = 0
        self.acts: list[str] = []  # that were not refused

    def tick(self) -> None:
        self.turn(self.now + timedelta(minutes=self.luck.randint(1, 300)))

    def turn(self, now: datetime) -> None:
        self.now = now
        self.time_is(now)

    def facts(self) -> dict[str, Any]:
        amount = self.luck.choice(AMOUNTS)
        return {"amount": amount, "keen": self.luck.random() < 0.5, "named": str(id_of(self.luck.choice(LOGINS)))}

    async def ask(self) -> None:
        self.tick()
        by, facts = self.luck.choice(["ann", "bob", "meng"]), self.facts()
        content = {"amount": facts["amount"], "terms": self.luck.choice(["net", "gross"])}
        prepared = [str(id_of(self.luck.choice(LOGINS)))] if self.luck.random() < 0.3 else []
        asking = self.company.asking("month", facts=facts, content=content, prepared_by=prepared)
        answer = await self.company.as_(by).post("/requests", json=asking)
        assert answer.status_code == 200, answer.text
        self.live.append(RequestView.model_validate_json(answer.content))
        self.asked += 1

    async def act(self) -> None:
        self.tick()
        if not self.live:
            return
        request = await self.company.show(self.luck.choice(self.live))
        if request.state not in (RequestState.PENDING, RequestState.RETURNED):
            self.live = [one for one in self.live if one.id != request.id]
        elif request.state is RequestState.RETURNED:
            await self._again(request)
        elif request.state is RequestState.PENDING and self.luck.random() < 0.12:
            await self._from_outside(request)
        elif request.state is RequestState.PENDING:
            await self._as_signer(request)

    async def _as_signer(self, request: RequestView) -> None:
        tasks = [(step, one) for step in request.steps for one in step.signers if one.state is TaskState.OPEN]
        if not tasks:
            return
        step, task = self.luck.choice(tasks)
        login = self._login(task.person_id) or "root"
        if task.kind is TaskKind.RESCUE:
            await self._post(login, f"/tasks/{task.task_id}/transfer", to=str(id_of(self.luck.choice(LOGINS))))
            return
        if task.kind is TaskKind.QUESTION:
            await self._post(login, f"/tasks/{task.task_id}/answer", comment="so")
            return
        verb = self.luck.choice(["approve"] * 9 + ["reject", "return", "return", "transfer", "add-signers"])
        if step.key in ("legal", "second") and self.luck.random() < 0.3:
            verb = "edit"
        body: dict[str, Any] = {"comment": "why"}
        if verb in ("approve", "reject", "return"):
            body["content_hash"] = request.content_hash
        if verb == "return" and self.luck.random() < 0.5:
            body["to_step"] = "manager"
        if verb == "return" and step.key == "manager":
            body["then"] = self.luck.choice(["again", "back"])
        if verb == "transfer":
            body["to"] = str(id_of(self.luck.choice(LOGINS)))
        if verb == "edit":
            body |= {"content_hash": request.content_hash, "changes": {"amount": self.luck.choice(AMOUNTS)}}
        if verb == "add-signers":
            body["people"] = [str(id_of(self.luck.choice(LOGINS)))]
        await self._post(login, f"/tasks/{task.task_id}/{verb}", **body)

    async def _from_outside(self, request: RequestView) -> None:
        """Taken back, withdrawn, freed by an operator, or the time was up."""
        done = [one for step in request.steps for one in step.signers if one.state is TaskState.DONE and one.verdict]
        key = self.luck.choice(["manager", "legal", "fin", "chain"])
        way = self.luck.choice(["back", "back", "withdraw", "move", "resolve", "ring"])
        if way == "back" and done:
            task = self.luck.choice(done)
            await self._post(self._login(task.person_id) or "root", f"/tasks/{task.task_id}/take-back", comment="no")
        elif way == "withdraw" and self.luck.random() < 0.3:
            await self._post(self._login(request.requester_id) or "ann", f"/requests/{request.id}/withdraw")
        elif way in ("move", "resolve"):
            path = "move" if way == "move" else "resolve-again"
            await self._post("root", f"/requests/{request.id}/{path}", step=key, comment="stuck")
        elif way == "ring":
            step = next((one for one in request.steps if one.next_clock), None)
            if step is not None and step.next_clock is not None:
                self.turn(max(self.now, step.next_clock.at + timedelta(seconds=1)))
                bell = {"kind": step.next_clock.kind, "level": step.next_clock.level, "round": step.round}
                await self.company.ring(request, step.key, self.now, **bell)
                self.acts.append("ring")

    async def _again(self, request: RequestView) -> None:
        facts = self.facts()
        content = {"amount": facts["amount"], "terms": self.luck.choice(["net", "gross"])}
        prepared = [str(id_of(self.luck.choice(LOGINS)))] if self.luck.random() < 0.3 else []
        by = self._login(request.requester_id) or "ann"
        await self._post(by, f"/requests/{request.id}/resubmit", facts=facts, content=content, prepared_by=prepared)

    async def change_people(self) -> None:
        """Absent, under another superior, with another role or limit, gone or back."""
        self.tick()
        login = self.luck.choice(["meng", "lena", "fang", "fei", "bob"])
        if self.luck.random() < 0.4:
            other = self.luck.choice([one for one in LOGINS if one != login])
            ends = self.now + timedelta(days=self.luck.randint(1, 6))
            away = {"starts_at": self.now.isoformat(), "ends_at": ends.isoformat(), "substitute_id": str(id_of(other))}
            await self._post("root", "/absences", person_id=str(id_of(login)), **away)
            return
        change = self.luck.choice(
            [{"active": False}, {"active": True}, {"active": True}, {"manager_id": str(id_of("boss"))},
             {"manager_id": str(id_of("meng"))}, {"roles": ["finance"]}, {"roles": ["legal", "finance"]},
             {"approval_limit": "100000"}, {"unit": "cs/west"}]
        )  # fmt: skip
        process = self.company.process
        shown = await process.get(f"/people/{id_of(login)}")
        answer = await process.patch(
            f"/people/{id_of(login)}", json=change, headers={"if-match": shown.headers["etag"]}
        )
        self.acts += ["people"] if answer.status_code == 200 else []

    async def _post(self, login: str, path: str, **body: Any) -> None:
        answer = await self.company.as_(login).post(path, json=body)
        assert answer.status_code in (200, 403, 404, 409), (path, body, answer.text)
        self.acts += [path.rsplit("/", 1)[1]] if answer.status_code == 200 else []

    def _login(self, person: Any) -> str | None:
        return next((login for login in (*LOGINS, "ann", "root") if id_of(login) == person), None)


async def a_month(
    company: Company, time_is: Callable[[datetime], None], seed: int, *, requests: int, **policy: Any
) -> Month:
    month = Month(company, time_is, seed)
    for login in company.actors:  # with tokens of today: they are checked against the machine's clock
        company.as_(login)
    month.turn(BEGIN)
    await company.publish(a_route(**policy))
    for _ in range(requests):
        await month.ask()
        for _ in range(month.luck.randint(5, 14)):
            await (month.change_people() if month.luck.random() < 0.08 else month.act())
    return month
