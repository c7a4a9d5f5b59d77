"""What do tests of servers leave behind that is no fault of the tests after them?"""

import gc
import warnings
from collections.abc import Iterator

import pytest


@pytest.fixture
def forgotten_connections() -> Iterator[None]:
    """The NATS client may leave open what it opened to a server that takes connections and answers nothing."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
