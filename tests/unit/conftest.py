"""For every unit test: a code without words, or words without their values, is an error and not an odd sentence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from coucou.words import catalog


@pytest.fixture(autouse=True)
def words_are_strict() -> Iterator[None]:
    catalog.strict = True
    yield
    catalog.strict = False
