"""Which service is under attack, and what is noted of what it does wrong?"""

from dataclasses import dataclass, field

import httpx
import pytest

from messages.services import SERVICES


@pytest.fixture(params=SERVICES)
def service_name(request: pytest.FixtureRequest) -> str:
    """Each service in turn."""
    name: str = request.param
    return name


@dataclass
class Findings:
    """Everything that was found, reported at once at the end."""

    found: list[str] = field(default_factory=list)
    tried: int = 0

    def check(self, right: bool, what: str, answer: httpx.Response) -> None:
        self.tried += 1
        if not right:
            self.found.append(f"{what}: {answer.status_code} {answer.text[:300]}")

    def none(self) -> None:
        assert self.tried, "nothing was tried"
        shown = "\n".join(self.found[:60])
        assert not self.found, f"{len(self.found)} of {self.tried}:\n{shown}"


@pytest.fixture
def findings() -> Findings:
    return Findings()
