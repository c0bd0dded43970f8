"""Colours are told by their names, in words that mean the same colour when said back."""

from __future__ import annotations

import pytest

from tests.planner.conftest import five_photo_video, five_photos
from tiktok_photo_video.language import Language
from tiktok_photo_video.planner import understand
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.colors import COLOR_NAMES, color_name
from tiktok_photo_video.timeline.edits import SetTitle
from tiktok_photo_video.timeline.model import TitleReference

SAID = {Language.ENGLISH: "make the title {}", Language.CHINESE: "标题改成{}"}


@pytest.mark.requirement("timeline-color-names")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("color", COLOR_NAMES)
def test_a_colours_name_means_that_colour_when_said(color: str, language: Language) -> None:
    other = "#ffffff" if color != "#ffffff" else "#000000"
    video = apply(five_photo_video(), SetTitle(TitleReference("Hi", color=other), 0, 90))
    message = SAID[language].format(color_name(color, language))
    found = understand(message, timeline=video, photos=five_photos(), language=language, seed=1)
    colors = [e.title.color for e in found.edits if isinstance(e, SetTitle)]
    assert colors == [color], message


@pytest.mark.requirement("timeline-color-names")
def test_a_colour_without_a_name_stays_as_it_was_given() -> None:
    assert color_name("#123456", Language.ENGLISH) == "#123456"
    assert color_name("#FFD60A", Language.CHINESE) == "黄色"
