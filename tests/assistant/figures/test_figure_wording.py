from __future__ import annotations

import pytest

from assistant.figures.wording import number


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (4242.0, "people", "4,242"),
        (67_026.0, "thousand people", "67,026 thousand"),
        (13.8, "£ million", "£13.80 million"),
        (41.0, "%", "41.0%"),
        (None, "people", "not available"),
    ],
)
def test_a_number_is_told_with_its_magnitude(value: float | None, unit: str, told: str) -> None:
    assert number(value, unit) == told
