"""Numbers in sentences take their noun along."""

from __future__ import annotations

import pytest

from tiktok_photo_video.language import counted


@pytest.mark.requirement("sentences-count")
@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 photos"), (1, "1 photo"), (2, "2 photos")],
)
def test_one_of_a_thing_is_not_told_in_the_plural(count: int, said: str) -> None:
    facts = counted({"count": count, "name": "a", "yes": True})
    template = "{count:photo}, {count}, {count:03d}, {name} {yes}"
    assert template.format(**facts) == f"{said}, {count}, 00{count}, a True"
