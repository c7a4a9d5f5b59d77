"""Where do letters arrive in these tests?"""

from collections.abc import Iterator

import pytest

from chassis.testing.plugin import ServiceHarness
from tests.services.approvals.notices.receivers import Mailbox, a_mail_server
from tests.services.collections.letters.scenes import SELLER


@pytest.fixture
def mailbox(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    with a_mail_server() as box:
        said = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "insecure"}
        for name, value in (said | {"invoice_sellers": [SELLER]}).items():
            monkeypatch.setattr(harness.app.state.settings, name, value)
        yield box
