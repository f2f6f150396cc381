"""One browser for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.chromium import InChromium, chromium


@pytest.fixture(scope="package")
def in_chromium() -> Iterator[InChromium]:
    with chromium() as work:
        yield work
