"""Who stands ready in the tests of commission?"""

import pytest

from tests.services.collections.conftest import Company


@pytest.fixture
async def staff(company: Company) -> Company:
    await company.hire(company.li, company.other, company.boss, company.finance)
    return company
