"""What export requests wish of their file, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video.chat.export_wishes import (
    asked_of_export,
    asked_of_making,
    wish_rows,
    without_wishes,
)
from tiktok_photo_video.chat.intents import Intent, route
from tiktok_photo_video.chat.reading import fold
from tiktok_photo_video.wire.outputs import CHAT_BYTES, PLAIN, EncoderChoice, FileFormat, FileWish

GIF, WEBM = FileFormat.GIF, FileFormat.WEBM
ROWS = [(row, text) for row in wish_rows() for text in row.examples]
COUNTER_ROWS = [(row, text) for row in wish_rows() for text in row.counter_examples]


@pytest.mark.requirement("export-wishes-heard")
def test_each_row_of_the_table_finds_its_examples_and_not_its_counter_examples() -> None:
    missed = [text for row, text in ROWS if not row.pattern.search(fold(text))]
    wrong = [text for row, text in COUNTER_ROWS if row.pattern.search(fold(text))]
    assert (missed, wrong) == ([], [])


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("export it", PLAIN),
        ("export it as a GIF", FileWish(GIF)),
        ("导出成动图", FileWish(GIF)),
        ("save it as WebM please", FileWish(WEBM)),
        ("export it under 10 MB", FileWish(max_bytes=10_000_000)),
        ("导出一个不超过8.5M的视频", FileWish(max_bytes=8_500_000)),
        ("把视频导出成小于10MB的", FileWish(max_bytes=10_000_000)),
        ("导出，壓縮到 500KB 以內", FileWish(max_bytes=500_000)),
        ("export small enough for WhatsApp", FileWish(max_bytes=CHAT_BYTES)),
        ("导出一个发微信用的版本", FileWish(max_bytes=CHAT_BYTES)),
        ("export a 720p gif under 5mb", FileWish(GIF, 720, max_bytes=5_000_000)),
        ("导出720p，60帧", FileWish(short_side_px=720, fps=60)),
        ("export at 1080p 24 fps", FileWish(short_side_px=1080, fps=24)),
        ("export at 720x1280", FileWish(short_side_px=720, shape=(9, 16))),
        ("export a square version", FileWish(shape=(1, 1))),
        ("导出16:9的版本", FileWish(shape=(16, 9))),
        ("export with nvenc", FileWish(encoder=EncoderChoice.NVENC)),
        ("用显卡导出", FileWish(encoder=EncoderChoice.HARDWARE)),
        ('export it with the title "under 10 MB as a gif"', PLAIN),
    ],
)
def test_a_wish_is_heard(words: str, file: FileWish) -> None:
    assert asked_of_export(words).file == file


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    ("words", "name", "kind"),
    [
        ("export it as lisbon.mp4", "lisbon.mp4", FileFormat.MP4),
        ("导出为 假期.mp4", "假期.mp4", FileFormat.MP4),
        ("export as beach.gif", "beach.gif", GIF),
        ("导出为假期.webm", "假期.webm", WEBM),
        ('export it as "our trip" please', "our trip", FileFormat.MP4),
        ("export it as a gif called mia", "mia", GIF),
        ("导出视频，文件名叫假期", "假期", FileFormat.MP4),
        ("export it as film.mov", "film", FileFormat.MP4),
        ("export it", "", FileFormat.MP4),
    ],
)
def test_a_name_is_heard(words: str, name: str, kind: FileFormat) -> None:
    asked = asked_of_export(words)
    assert (asked.name, asked.file.format) == (name, kind)


@pytest.mark.requirement("export-unmet-told")
@pytest.mark.parametrize(
    ("words", "unmet"),
    [
        ("export in 4K", ("size",)),
        ("导出4K", ("size",)),
        ("export at 2160x3840", ("size",)),
        ("export at 120 fps", ("fps",)),
        ("export as mov in 4k", ("format", "size")),
        ("export it as film.avi", ("format",)),
    ],
)
def test_what_cannot_be_had_is_known(words: str, unmet: tuple[str, ...]) -> None:
    assert asked_of_export(words).unmet == unmet


@pytest.mark.requirement("export-wishes-heard")
def test_of_a_request_for_a_video_only_kind_and_weight_are_taken() -> None:
    words = "a square 60 fps travel video in 720p as a gif under 5 MB"
    assert asked_of_making(words).file == FileWish(GIF, max_bytes=5_000_000)


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    "words",
    [
        "export small enough for WhatsApp",
        "download a small version for whatsapp",
        "export in square 1:1",
        "export as beach.gif",
        "给我一个gif",
        "压缩到10M以内导出",
    ],
)
def test_an_export_with_wishes_is_an_export(words: str) -> None:
    assert route(words).intents == (Intent.EXPORT,)


@pytest.mark.requirement("export-wishes-heard")
@pytest.mark.parametrize(
    "words",
    ["make it square", "add a title that says export for whatsapp", "use 24 fps", "don't export"],
)
def test_a_wish_alone_makes_no_export_of_an_edit(words: str) -> None:
    assert Intent.EXPORT not in route(words).intents


@pytest.mark.requirement("export-wishes-heard")
@given(st.text(max_size=200))
def test_any_text_can_be_read(words: str) -> None:
    assert isinstance(asked_of_export(words).file, FileWish)
    assert len(without_wishes(words)) <= len(words)
