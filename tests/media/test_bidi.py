"""Directions: the letters of a line in the order that another implementation puts them in."""

from __future__ import annotations

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED
from tiktok_photo_video.media.bidi import levels, visual_order

# Each class of characters that the rules tell apart, brackets in plenty.
WRITING = st.text("abאבسل12٤٥ .,:+-$%!()[]—", max_size=16)
# The other one turns brackets round as well, which is the font's work here.
NO_SIDES = str.maketrans("()[]", "||!!")


@pytest.mark.requirement("media-direction")
@UNHURRIED
@given(WRITING, st.booleans())
def test_letters_are_ordered_as_another_implementation_orders_them(
    text: str, leftward: bool
) -> None:
    order = visual_order(levels(text, leftward=leftward))
    ours = "".join(text[at] for at in order)
    theirs = get_display(text, base_dir="R" if leftward else "L")
    assert ours.translate(NO_SIDES) == str(theirs).translate(NO_SIDES)


@pytest.mark.requirement("media-direction")
@pytest.mark.parametrize(
    ("text", "leftward", "found"),
    [
        ("abc", False, (0, 0, 0)),
        ("אבג", True, (1, 1, 1)),
        ("a אב", False, (0, 0, 1, 1)),
        ("א 12", True, (1, 1, 2, 2)),
        ("א (a) ב", True, (1, 1, 1, 2, 1, 1, 1)),
    ],
)
def test_levels_are_those_of_the_standard(
    text: str, leftward: bool, found: tuple[int, ...]
) -> None:
    assert levels(text, leftward=leftward) == found
