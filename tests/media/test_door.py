"""The room's public face."""

from __future__ import annotations

import pytest

from tiktok_photo_video import media


@pytest.mark.requirement("media-door")
def test_every_public_name_is_there_and_sorted() -> None:
    constants = [name for name in media.__all__ if name.isupper()]
    others = [name for name in media.__all__ if not name.isupper()]
    assert [*sorted(constants), *sorted(others)] == media.__all__
    assert all(hasattr(media, name) for name in media.__all__)


PROMISED = (
    *("jpg", "jpeg", "png", "heic", "heif", "avif", "webp", "gif", "tiff", "bmp"),
    *("mp4", "mov", "avi", "webm", "mkv"),
    *("mp3", "wav", "m4a", "aac", "flac", "ogg"),
)


@pytest.mark.requirement("media-door")
@pytest.mark.parametrize("extension", PROMISED)
def test_every_promised_extension_is_in_the_table(extension: str) -> None:
    assert extension in media.SUPPORTED_EXTENSIONS


@pytest.mark.requirement("media-door")
def test_the_formats_sentence_reads_as_words() -> None:
    sentence = media.formats_sentence(media.MediaKind.VIDEO)
    assert sentence == "MP4, MOV, AVI, WEBM or MKV"
