"""What does a policy file say, or what is wrong with it?"""

from pathlib import Path

from cli.screen import give_up
from messages.errors import RuleViolation
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.publication import read_yaml


def mistake_in(file: Path) -> str | None:
    """`file: line 12: route[0].when: what is wrong`, or None."""
    try:
        read_yaml(file.read_text())
    except (OSError, UnicodeDecodeError) as no:
        return f"{file}: {no}"
    except RuleViolation as no:
        return f"{file}: {no.params['place']}: {no.params['problem']}"
    return None


def read_file(file: Path) -> Policy:
    if wrong := mistake_in(file):
        give_up(wrong)
    return read_yaml(file.read_text())
