"""Line breaks: each script at its own places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import UNHURRIED
from tiktok_photo_video.media.line_breaks import phrases
from tiktok_photo_video.media.scripts import clusters


def parted(text: str) -> list[str]:
    return ["".join(phrase) for phrase in phrases(text) if not phrase[0].isspace()]


@pytest.mark.requirement("media-line-breaks")
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("夏天的海风", ["夏天的", "海风"]),
        ("毕业快乐，未来可期", ["毕业", "快乐，", "未来", "可期"]),
        ("我们在上海度过了难忘的2024年", ["我们", "在上海", "度过了", "难忘的", "2024年"]),
        ("夏日的回憶", ["夏日的", "回憶"]),
        ("コーヒーを飲みながら", ["コーヒーを", "飲みながら"]),
        ("제주도 여행", ["제주도", "여행"]),
        ("สวัสดีชาวโลก", ["สวัสดี", "ชาว", "โลก"]),
        ("well-known it’s 3.5 f(x)", ["well-", "known", "it’s", "3.5", "f(x)"]),
        ("Walk 5 km in 30 min, for $ 5", ["Walk", "5 km", "in", "30 min,", "for", "$ 5"]),
        ("夏天🌊☀️出发", ["夏天🌊☀️", "出发"]),
        ("ב-Tel 2020-2024", ["ב-Tel", "2020-2024"]),
    ],
)
def test_phrases_end_where_a_reader_pauses(text: str, found: list[str]) -> None:
    assert parted(text) == found


@pytest.mark.requirement("media-line-breaks")
@UNHURRIED
@given(st.text("ab夏天的海コー한ก ็ส👨‍👩‍👧❤️🇵🇹e\u0301か\u3099，。「」()-’5年km. שس", max_size=24))
def test_no_break_falls_into_a_letter(text: str) -> None:
    units = [unit for phrase in phrases(text) for unit in phrase]
    assert "".join(units) == text
    assert [c for unit in units for c in clusters(unit)] == list(clusters(text))
