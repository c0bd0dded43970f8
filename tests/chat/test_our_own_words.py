"""What our own backend says of a timeline is no talk of windows: it reaches the chat whole."""

from __future__ import annotations

import pytest

from tiktok_photo_video.chat.gui_speak import translate
from tiktok_photo_video.chat.script import Script, written
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.kinds import (
    LookKind,
    MotionKind,
    TitleAnimation,
    TitleStyle,
    TransitionType,
)
from tiktok_photo_video.timeline.names import name_of

TERMS = (
    *(kind.value for kind in (*TransitionType, *MotionKind)),
    *(f"look_{kind.value}" for kind in LookKind),
    *(f"style_{kind.value}" for kind in TitleStyle),
    *(f"animation_{kind.value}" for kind in TitleAnimation),
)
SENTENCES = {
    Language.ENGLISH: ("Transitions: {0} → {1}.", "e_beer.jpg: {0}. Length: 3s → 10s."),
    Language.CHINESE: ("转场：{0}、{1}。", "转场：{0} → {1}。", "时长：3秒 → 10秒；{0} → {1}。"),
}


@pytest.mark.requirement("gui-own-words")
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("term", TERMS)
def test_names_of_what_changed_are_no_gestures(term: str, language: Language) -> None:
    names = name_of(term, language), name_of("crossfade", language)
    for pattern in SENTENCES[language]:
        for sentence in (pattern.format(*names), pattern.format(*reversed(names))):
            for script in Script:
                told = written(sentence, script)
                assert translate(told).shown == told
