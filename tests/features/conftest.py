"""What every scenario has at hand."""

from typing import Any

import pytest

Story = dict[str, Any]


@pytest.fixture
def story() -> Story:
    """What the steps of one scenario tell each other."""
    return {}
