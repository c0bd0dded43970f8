"""Texts told off to photos, and ways of transitions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.conftest import five_photo_video, five_photos
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import understand
from tiktok_photo_video.planner.grammar.rules import read
from tiktok_photo_video.planner.pointers import AllBut, Span
from tiktok_photo_video.planner.text_wishes import Caption
from tiktok_photo_video.planner.wishes import Cuts, Tint
from tiktok_photo_video.timeline.edits import Edit
from tiktok_photo_video.timeline.model import TransitionType

_NAMES = st.sampled_from(["Mum", "Dad", "Me", "Rome", "Oslo", "Aunt Bea", "Kyoto", "Zed"])
_RANKS = ("first", "second", "third", "fourth", "fifth")
_SPARED = [
    "make them all vintage but keep photo {} normal",
    "vintage on everything, except photo {} which stays normal",
    "vintage for everything but leave photo {} alone",
    "全部复古滤镜,第{}张保持原样",
]


@pytest.mark.requirement("planner-labels-photos-in-turn")
@given(names=st.lists(_NAMES, min_size=2, max_size=5))
@settings(max_examples=40, deadline=None)
def test_as_many_texts_as_photos_go_to_one_photo_each(names: list[str]) -> None:
    row = f"label photos 1 to {len(names)} as {', '.join(names[:-1])} and {names[-1]}"
    turn = ", ".join(f"the {_RANKS[i]} {name}" for i, name in enumerate(names[1:], 1))
    for message in (row, f"label the first photo {names[0]}, {turn}"):
        wishes = [said.wish for said in read(message).said]
        assert [w.texts for w in wishes if isinstance(w, Caption)] == [tuple(names)], message


@pytest.mark.requirement("planner-transition-ways")
@pytest.mark.parametrize("family", ["slide", "push", "wipe"])
@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("from right to left", "left"),
        ("from the left", "right"),
        ("to the right", "right"),
        ("from bottom to top", "up"),
        ("downwards", "down"),
    ],
)
def test_a_transition_goes_where_the_words_say(family: str, words: str, way: str) -> None:
    wishes = [said.wish for said in read(f"use {family} transitions {words}").said]
    assert wishes == [Cuts((TransitionType(f"{family}_{way}"),))]


@pytest.mark.requirement("planner-spares-photos")
@pytest.mark.parametrize("form", _SPARED)
@pytest.mark.parametrize("spared", [1, 3])
def test_a_look_for_all_leaves_out_the_photo_that_is_to_stay(form: str, spared: int) -> None:
    wishes = [said.wish for said in read(form.format(spared)).said]
    tints = [w for w in wishes if isinstance(w, Tint)]
    assert [t.photos for t in tints] == [(AllBut((Span(spared, spared),)),)]


@pytest.mark.requirement("planner-ability-changes-nothing")
@pytest.mark.parametrize(
    "message",
    ["can you actually do black and white?", "does it do blur transitions?", "你能做黑白吗"],
)
def test_a_question_about_ability_is_answered_with_how_to_ask(message: str) -> None:
    understanding = understand(
        message,
        timeline=five_photo_video(),
        photos=five_photos(),
        language=Language.ENGLISH,
        seed=7,
    )
    no_edits: tuple[Edit, ...] = ()
    assert understanding.edits == no_edits
    assert understanding.question is None
    assert understanding.notes[0].startswith("Yes")
