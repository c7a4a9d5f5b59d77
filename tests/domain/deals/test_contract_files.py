"""How many files may a contract carry?"""

import pytest

from messages.errors import RuleViolation
from services.deals.domain.contract_files import MOST_FILES, must_have_room


def test_dea_31_the_last_file_that_fits() -> None:
    must_have_room(MOST_FILES - 1)
    with pytest.raises(RuleViolation, match="DEA-31"):
        must_have_room(MOST_FILES)
