"""A tool that is not on this machine: its tests are skipped, and say why; where nothing may be skipped, as in CI, they fail."""

import os
from typing import NoReturn

import pytest

SKIP_NOTHING = "PROFILE_GATEWAY_SKIP_NOTHING"


def without(reason: str) -> NoReturn:
    """End the test for the want of something, or all tests of a file, and say how to get it."""
    if os.environ.get(SKIP_NOTHING) == "1":
        pytest.fail(reason)
    pytest.skip(reason, allow_module_level=True)
