"""A receipt in one line, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.receipts import RECEIPT

from tiktok_photo_video.backend.tiktok_limits import CHECK_IDS
from tiktok_photo_video.chat.receipt_line import receipt_line
from tiktok_photo_video.chat.replies import keys
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.receipts import Check, Verdict

EN, ZH = Language.ENGLISH, Language.CHINESE
BLACK = Check("black", Verdict.WARN, "1.0-2.5 s", "none", "Replace it.")
SHORT = Check("duration", Verdict.FAIL, "2.0 s", "3 to 600 s", "Ask for another length.")
NEW = Check("smell", Verdict.WARN, "roses", "none", "Open a window.")


@pytest.mark.requirement("receipt-told")
@pytest.mark.parametrize(
    ("language", "line"),
    [
        (
            EN,
            "Checked: 1080x1920 · 30 fps · H.264 · -14.1 LUFS, peak -2.0 dBTP. Ready for TikTok.",
        ),
        (
            ZH,
            "检查完毕：1080x1920 · 每秒 30 帧 · H.264 · 响度 -14.1 LUFS，峰值 -2.0 dBTP。符合抖音和 TikTok 的要求。",  # noqa: E501
        ),
    ],
)
def test_a_good_file_is_told_in_one_line(language: Language, line: str) -> None:
    assert receipt_line(RECEIPT, language) == line


@pytest.mark.requirement("receipt-told")
def test_what_is_wrong_is_told_with_its_place_and_the_way_out_the_gravest_first() -> None:
    receipt = replace(RECEIPT, verdict=Verdict.FAIL, checks=(BLACK, SHORT, NEW))
    line = receipt_line(receipt, EN)
    assert "\n" not in line
    assert "TikTok will not take it like this: It is 2.0 s long" in line
    assert line.index("2.0 s long") < line.index("black at 1.0-2.5 s")
    assert line.endswith("And 1 more in the receipt.")
    assert "黑屏" in receipt_line(receipt, ZH)


@pytest.mark.requirement("receipt-told")
def test_a_check_that_is_not_known_here_is_told_in_its_own_words() -> None:
    receipt = replace(RECEIPT, verdict=Verdict.WARN, checks=(NEW,), sound=None)
    line = receipt_line(receipt, EN)
    assert line.endswith("have a look: Open a window.")
    assert "no sound" in line


@pytest.mark.requirement("receipt-told")
def test_every_check_has_words() -> None:
    assert {f"receipt.check_{check}" for check in CHECK_IDS} <= set(keys())
