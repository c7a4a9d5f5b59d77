"""Does a lead stay in its legal entity? (case A11)"""

import pytest

from messages.errors import RuleViolation
from services.leads.domain.ownership import must_work_for


def test_lea_50_case_a11_a_lead_goes_to_who_works_for_its_legal_entity() -> None:
    must_work_for("Li", ("CN", "US"), "US")
    must_work_for("Li", ("CN", "*"), "US")
    with pytest.raises(RuleViolation, match="LEA-50"):
        must_work_for("Li", ("CN",), "US")
