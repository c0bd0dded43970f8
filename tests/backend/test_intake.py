"""Taking files in: all of a request, or none with every reason."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from starlette.datastructures import UploadFile

from tests.backend.workbench import PHOTOS, Workbench
from tiktok_photo_video.backend.intake import Intake
from tiktok_photo_video.errors import InputError, MediaError

GOOD = PHOTOS["red.jpg"]


def upload(name: str, content: bytes) -> UploadFile:
    return UploadFile(BytesIO(content), filename=name, size=len(content))


@pytest.fixture
def intake(bench: Workbench) -> Intake:
    return bench.backend.intake


@pytest.mark.anyio
@pytest.mark.requirement("media-several-bad")
async def test_of_several_bad_files_each_is_named_with_its_reason(
    intake: Intake, tmp_path: Path
) -> None:
    files = [
        upload("good.jpg", GOOD),
        upload("cut.jpg", GOOD[: len(GOOD) // 2]),
        upload("letter.jpg", b"dear all"),
    ]
    with pytest.raises(InputError) as caught:
        await intake.sent(files)
    error = caught.value
    assert error.code == "media_several"
    assert error.message.startswith(
        "2 of 3 files cannot be used: cut.jpg: the JPEG file is damaged"
    )
    assert "letter.jpg: the content is" in error.message
    assert error.facts["names"] == "cut.jpg, letter.jpg"
    # The good one is taken as soon as the user sends it without them.
    assert [kept.name for kept in await intake.sent([upload("good.jpg", GOOD)])] == ["good.jpg"]


@pytest.mark.anyio
@pytest.mark.requirement("media-several-bad")
async def test_a_single_bad_file_keeps_its_own_words(intake: Intake) -> None:
    with pytest.raises(MediaError) as caught:
        await intake.sent([upload("good.jpg", GOOD), upload("letter.jpg", b"dear all")])
    assert caught.value.code == "media_unsupported"
