"""Which files must go with a decision?"""

import pytest

from messages.errors import NotFound, RuleViolation
from messages.files import Attachment
from services.approvals.domain.acts import decisions
from services.approvals.domain.acts.attachments import MOST_FILES, must_be_there, must_have_room
from tests.domain.approvals.office import a_policy, a_step, submitted

FILE = Attachment(name="why.pdf", sha256="a" * 64, size=4)


def test_app_4_a_file_where_the_policy_asks_for_one() -> None:
    desk = submitted(a_policy(a_step("s", "lena", attachment_required=["approve"])))
    with pytest.raises(RuleViolation, match="APP-4"):
        desk.approve("lena")
    transition = decisions.approve(desk.seat("lena"), "", [FILE])
    assert transition.progress.steps[0].signers[0].files == (FILE,)
    with pytest.raises(RuleViolation, match="APP-5"):
        desk.reject("lena", comment="")


def test_app_15_so_many_files_and_no_more() -> None:
    must_have_room(MOST_FILES - 1)
    with pytest.raises(RuleViolation, match="APP-15"):
        must_have_room(MOST_FILES)


def test_only_a_file_that_is_there_is_named() -> None:
    must_be_there([FILE], {FILE.sha256})
    with pytest.raises(NotFound):
        must_be_there([FILE], set())
