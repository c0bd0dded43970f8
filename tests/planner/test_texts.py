"""Where unquoted text begins and ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planner.conftest import five_photo_video, five_photos
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import understand
from tiktok_photo_video.planner.grammar.rules import phrased

_TEXTS = [
    ("title it Summer in Lisbon and make it yellow", ["Summer in Lisbon"]),
    ("change the title to Summer 2024", ["Summer 2024"]),
    ("title: Live, Laugh, Love", ["Live, Laugh, Love"]),
    ("caption photo 2 Best day ever! and remove photo 3", ["Best day ever!"]),
    ("add a title that says Summer in the City in red at the bottom", ["Summer in the City"]),
    ("captions: Rome, Milan, Venice", ["Rome", "Milan", "Venice"]),
    ("use Golden Days as the title", ["Golden Days"]),
    ("fix the typo: Lisbn -> Lisbon", ["Lisbn", "Lisbon"]),
    ("end with a card saying see you there", ["see you there"]),
    ("标题改成夏天放在底部", ["夏天"]),
    ("标题写青春，片尾写再见", ["青春", "再见"]),
    ("每张配字：春、夏、秋", ["春", "夏", "秋"]),
    ("把夏天设为标题", ["夏天"]),
    ("the title is too small", []),
    ("move the title to the bottom", []),
    ("the title should be green not yellow", []),
    ("I want the title to stay longer", []),
    ("标题显示前两秒", []),
    ("no music and no title", []),
]


def _quoted(message: str) -> list[str]:
    _, tokens = phrased(message)
    return [token.text for token in tokens if token.means("quote")]


@pytest.mark.requirement("planner-finds-unquoted-text")
@pytest.mark.parametrize(("message", "texts"), _TEXTS, ids=[message for message, _ in _TEXTS])
def test_announced_text_is_taken_as_if_it_stood_in_quotes(message: str, texts: list[str]) -> None:
    assert _quoted(message) == texts


_ENGLISH = (
    "title text caption end card photo 2 all each first to is say in red at the bottom for 3 "
    "seconds and then , : ! black white brighter no don't filter look too dark fade zoom"
)
_CHINESE = "标题 写 第二张 改成 片尾 加 和 ， 黑白 亮一点 转场 不要 每张"
_WORDS = st.sampled_from([*_ENGLISH.split(" "), *_CHINESE.split(" ")])


@pytest.mark.requirement("planner-never-raises")
@settings(max_examples=150, deadline=None)
@given(st.lists(_WORDS, max_size=14))
def test_any_run_of_words_about_texts_and_colours_is_answered(words: list[str]) -> None:
    result = understand(
        " ".join(words),
        timeline=five_photo_video(),
        photos=five_photos(),
        language=Language.ENGLISH,
        seed=7,
    )

    assert result.question is None or result.edits == ()
