"""Paths: as the wire has them, and safe with any id."""

from __future__ import annotations

import pytest

from tiktok_photo_video.wire import routes


@pytest.mark.requirement("routes-as-specified")
def test_paths_are_those_of_the_specification() -> None:
    assert routes.create_session() == "/api/tasks/me/with-session/nemo_agent"
    assert routes.upload("s1") == "/api/upload-video/nemo_agent/me/s1"
    assert routes.state("s1") == "/api/state/nemo_agent/me/s1/latest"
    assert routes.render("r1") == "/api/render/proxy/lambda/r1"
    assert routes.render_cancel("r1") == "/api/render/proxy/lambda/r1/cancel"
    assert routes.render_download("r1") == "/api/render/proxy/r1/download"


@pytest.mark.requirement("routes-as-specified")
def test_paths_fit_the_patterns_a_server_mounts() -> None:
    names = {"app_name": "nemo_agent", "user_id": "me", "session_id": "s1", "render_id": "r1"}
    assert routes.UPLOAD_PATTERN.format(**names) == routes.upload("s1")
    assert routes.STATE_PATTERN.format(**names) == routes.state("s1")
    assert routes.CREATE_SESSION_PATTERN.format(**names) == routes.create_session()
    assert routes.RENDER_PATTERN.format(**names) == routes.render("r1")
    assert routes.RENDER_CANCEL_PATTERN.format(**names) == routes.render_cancel("r1")
    assert routes.RENDER_DOWNLOAD_PATTERN.format(**names) == routes.render_download("r1")


@pytest.mark.requirement("routes-as-specified")
def test_an_id_cannot_change_the_path() -> None:
    assert routes.state("../x?y#z") == "/api/state/nemo_agent/me/..%2Fx%3Fy%23z/latest"


@pytest.mark.requirement("routes-as-specified")
def test_the_specified_formats_are_all_accepted() -> None:
    specified = [
        "mp4",
        "mov",
        "avi",
        "webm",
        "mkv",
        "jpg",
        "png",
        "gif",
        "webp",
        "mp3",
        "wav",
        "m4a",
        "aac",
    ]
    assert list(routes.FORMATS) == specified
    assert {*specified, "heic", "jpeg"} <= routes.ACCEPTED_EXTENSIONS
