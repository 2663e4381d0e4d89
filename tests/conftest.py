"""What every test may rely on."""

import asyncio

import pytest

# Never closed: its worker threads hold loops of their own, made by Pulumi's mocks, that would go with a warning each.
_LOOP = asyncio.new_event_loop()


@pytest.fixture(autouse=True)
def _current_event_loop() -> None:
    """Pulumi's runtime takes the current event loop; a test that used asyncio.run before has taken it away."""
    asyncio.set_event_loop(_LOOP)
