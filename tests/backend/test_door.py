"""The backend's door: who gets in, what is refused, and what a refusal gives away."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import av
import httpx
import pytest

from tests.backend.workbench import PHOTOS, served
from tiktok_photo_video.backend.config import LOCAL_KEY_HEADER, BackendConfig
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.handlers import MAX_BODY_BYTES
from tiktok_photo_video.backend.intake import MAX_FILES_PER_UPLOAD
from tiktok_photo_video.wire import routes

KEY = "a key that is hard to guess"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("door") / "home"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    with served(Backend(BackendConfig(home, key=KEY))) as url:
        yield url


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """A caller with the key and a token."""
    with httpx.Client(base_url=address, headers={LOCAL_KEY_HEADER: KEY}) as client:
        answer = client.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "door"})
        client.headers[routes.AUTHORIZATION] = f"Bearer {answer.json()['data']['token']}"
        yield client


@pytest.fixture
def session_id(http: httpx.Client) -> str:
    answer = http.post(routes.create_session(), json={"task_name": "x"})
    return str(answer.json()["data"]["session_id"])


@pytest.mark.requirement("door-key")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {LOCAL_KEY_HEADER: ""},
        {LOCAL_KEY_HEADER: KEY + "x"},
        {LOCAL_KEY_HEADER: "clé"},
        {LOCAL_KEY_HEADER: KEY, "Host": "evil.example"},
        {LOCAL_KEY_HEADER: KEY, "Host": "127.0.0.1.evil.example:80"},
        {LOCAL_KEY_HEADER: KEY, "Host": ""},
    ],
)
def test_without_the_key_or_under_a_foreign_name_nothing_is_answered(
    address: str, headers: dict[str, str]
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    for method, path in (("GET", "/"), ("POST", routes.ANONYMOUS_TOKEN)):
        answer = httpx.request(method, address + path, headers=raw)
        assert answer.status_code == 403
        assert answer.json()["code"] == 403


@pytest.mark.requirement("door-key")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8000", "[::1]:8000"])
def test_every_name_of_this_machine_is_let_in(address: str, host: str) -> None:
    path = f"{address}{routes.EXTENSION_PREFIX}/about"
    answer = httpx.get(path, headers={LOCAL_KEY_HEADER: KEY, "Host": host})
    assert answer.json()["data"]["name"] == "tiktok-photo-video"


@pytest.mark.requirement("door-token")
@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic abc", "Bearer nmv_usr_unknown"])
def test_a_missing_or_wrong_token_is_code_1001(http: httpx.Client, authorization: str) -> None:
    answer = http.get(routes.CREDITS, headers={routes.AUTHORIZATION: authorization})
    assert (answer.status_code, answer.json()["code"]) == (401, 1001)


@pytest.mark.requirement("door-no-such-address")
@pytest.mark.parametrize("path", ["/", "/nowhere", "/api/render/proxy/../../etc/passwd"])
def test_an_unknown_address_is_told_as_such(http: httpx.Client, path: str) -> None:
    answer = http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, 404)


BAD_BODIES = {
    "no JSON": b"{",
    "no object": b"[]",
    "wrong bytes": b'{"a": "\xff"}',
    "too deep": b"[" * 100_000,
    "nothing": b"",
    "a number": b"1e999",
    "too large": b" " * (MAX_BODY_BYTES + 1),
}


@pytest.mark.requirement("door-bodies")
@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
@pytest.mark.parametrize("path", [routes.RUN_SSE, routes.RENDER])
def test_a_body_that_makes_no_sense_is_refused(http: httpx.Client, path: str, body: bytes) -> None:
    answer = http.post(path, content=body)
    assert answer.status_code == 400
    assert answer.json()["message"]


@pytest.mark.requirement("door-bodies")
def test_a_body_over_the_limit_is_refused_without_reading_it_all(http: httpx.Client) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 8 * MAX_BODY_BYTES:
            sent += 65_536
            yield b" " * 65_536

    try:
        refused = http.post(routes.RUN_SSE, content=endless()).status_code == 400
    except httpx.WriteError:
        refused = True  # the line was closed in the middle of it
    assert refused
    assert sent <= 8 * MAX_BODY_BYTES


@pytest.mark.requirement("door-uploads")
def test_an_upload_without_files_or_of_another_form_says_what_is_taken(
    http: httpx.Client, session_id: str
) -> None:
    path = routes.upload(session_id)
    wrong_form = http.post(path, content=b"x", headers={"content-type": "text/plain"})
    no_file = http.post(path, files={"other": ("a.jpg", b"x")})
    for answer in (wrong_form, no_file):
        assert answer.status_code == 400
        assert "files" in answer.json()["message"]


@pytest.mark.requirement("door-uploads")
def test_one_bad_file_keeps_the_whole_upload_out(http: httpx.Client, session_id: str) -> None:
    good = ("files", ("a.jpg", PHOTOS["red.jpg"], "image/jpeg"))
    bad = ("files", ("notes.jpg", b"only words", "image/jpeg"))
    answer = http.post(routes.upload(session_id), files=[good, bad])
    assert (answer.status_code, answer.json()["code"]) == (415, 4001)
    assert answer.json()["message"].startswith("notes.jpg: ")
    state = http.get(routes.state(session_id)).json()["data"]["state"]
    assert state["video_infos"] == []


@pytest.mark.requirement("door-uploads")
def test_too_many_files_at_once_is_told_as_that(http: httpx.Client, session_id: str) -> None:
    files = [("files", (f"{n}.jpg", b"x")) for n in range(MAX_FILES_PER_UPLOAD + 1)]
    answer = http.post(routes.upload(session_id), files=files)
    assert answer.status_code == 400
    assert str(MAX_FILES_PER_UPLOAD) in answer.json()["message"]


@pytest.mark.requirement("door-uploads")
def test_nothing_stays_behind_of_files_that_were_refused(
    http: httpx.Client, session_id: str, home: Path
) -> None:
    before = {path.name for path in (home / "media").rglob("*") if path.is_file()}
    http.post(routes.upload(session_id), files={"files": ("a.jpg", b"no picture")})
    assert {path.name for path in (home / "media").rglob("*") if path.is_file()} == before


LONE_SURROGATE = b'{"task_name": "\\ud800"}'


@pytest.mark.requirement("door-no-leaks")
def test_no_refusal_tells_of_paths_code_or_the_key(
    http: httpx.Client, session_id: str, home: Path
) -> None:
    logging.getLogger("tiktok_photo_video").disabled = True
    answers = [
        http.get("/nowhere"),
        http.post(routes.RUN_SSE, content=b"{"),
        http.post(routes.create_session(), content=LONE_SURROGATE),
        http.post(routes.upload(session_id), files={"files": ("../../a.jpg", b"words")}),
        http.post(
            routes.upload(session_id),
            content=b"--x",
            headers={"content-type": "multipart/form-data; boundary=y"},
        ),
        http.post(routes.RENDER, json={"id": "r", "sessionId": session_id, "draft": {"m": 3}}),
        http.get(routes.render("no-such")),
        http.get(routes.render_download("no-such")),
        http.get(f"{routes.EXTENSION_PREFIX}/frame/{session_id}?at_ms=x"),
        http.get(f"{routes.EXTENSION_PREFIX}/storyboard/{session_id}"),
    ]
    assert all(answer.status_code >= 400 for answer in answers)
    for text in (answer.text for answer in answers):
        assert str(home) not in text
        assert KEY not in text
        assert not any(word in text for word in ("Traceback", "sqlite", "site-packages", ".py"))


@pytest.mark.requirement("door-bodies")
def test_text_that_no_encoding_can_hold_is_the_callers_mistake(http: httpx.Client) -> None:
    answer = http.post(routes.create_session(), content=LONE_SURROGATE)
    assert 200 <= answer.status_code < 500


@pytest.mark.requirement("door-looks")
def test_looking_at_nothing_and_at_no_moment_is_refused(
    http: httpx.Client, session_id: str
) -> None:
    nothing = http.get(f"{routes.EXTENSION_PREFIX}/storyboard/{session_id}")
    assert (nothing.status_code, nothing.json()["reason"]) == (422, "empty_timeline")
    for moment in ("x", "-1", "1.5", ""):
        answer = http.get(f"{routes.EXTENSION_PREFIX}/frame/{session_id}?at_ms={moment}")
        assert answer.status_code == 422


@pytest.mark.requirement("door-looks")
def test_pictures_of_a_project_are_jpegs_of_bounded_size(
    http: httpx.Client, session_id: str
) -> None:
    _make_video(http, session_id)
    for what in ("storyboard", "frame", "cover"):
        for moment in ("0", "5999", "6000"):
            path = f"{routes.EXTENSION_PREFIX}/{what}/{session_id}?at_ms={moment}"
            answer = http.get(path)
            assert answer.headers["content-type"] == "image/jpeg"
            assert answer.content.startswith(b"\xff\xd8")
            assert len(answer.content) < 1_000_000
            if what == "storyboard":
                assert len(answer.content) <= 200_000


def _make_video(http: httpx.Client, session_id: str) -> None:
    """Six seconds of the four tiny photos."""
    files = [("files", (name, content, "image/jpeg")) for name, content in PHOTOS.items()]
    http.post(routes.upload(session_id), files=files)
    message = {"role": "user", "parts": [{"text": "a 6 second video"}]}
    with http.stream(
        "POST", routes.RUN_SSE, json={"session_id": session_id, "new_message": message}
    ) as turn:
        turn.read()


@pytest.mark.requirement("door-moments")
@pytest.mark.parametrize("moment", ["6100", "9999000", "999999999999"])
def test_a_moment_past_the_end_is_refused_with_the_length(
    http: httpx.Client, session_id: str, moment: str
) -> None:
    _make_video(http, session_id)
    answer = http.get(f"{routes.EXTENSION_PREFIX}/frame/{session_id}?at_ms={moment}")
    assert (answer.status_code, answer.json()["reason"]) == (422, "no_such_moment")
    assert "6 s" in answer.text


@pytest.mark.requirement("door-rough-cut")
def test_a_rough_cut_is_the_whole_video_small_and_leaves_nothing_behind(
    http: httpx.Client, session_id: str, home: Path
) -> None:
    refused = http.get(routes.rough_cut(session_id))
    assert (refused.status_code, refused.json()["reason"]) == (422, "empty_timeline")
    _make_video(http, session_id)
    for _ in range(2):
        answer = http.get(routes.rough_cut(session_id), timeout=300.0)
        assert answer.headers["content-type"] == "video/mp4"
        with av.open(io.BytesIO(answer.content)) as film:
            picture, sound = film.streams.video[0], film.streams.audio[0]
            assert (picture.width, picture.height, picture.frames) == (360, 640, 180)
            assert float(sound.duration * sound.time_base) == pytest.approx(6.0, abs=0.05)
    assert list((home / "previews").iterdir()) == []


@pytest.mark.requirement("door-about")
def test_it_tells_what_it_is_and_lists_only_the_callers_things(
    http: httpx.Client, session_id: str
) -> None:
    about = http.get(f"{routes.EXTENSION_PREFIX}/about").json()["data"]
    assert {"projects", "renders", "storyboard", "frame"} <= set(about["extensions"])
    assert (about["metered"], about["busy"]) == (False, False)
    projects = http.get(f"{routes.EXTENSION_PREFIX}/projects").json()["data"]["projects"]
    assert session_id in [project["session_id"] for project in projects]
    other = http.post(routes.ANONYMOUS_TOKEN, headers={routes.X_CLIENT_ID: "another"}).json()
    bearer = {routes.AUTHORIZATION: f"Bearer {other['data']['token']}"}
    for what in ("projects", "renders"):
        answer = http.get(f"{routes.EXTENSION_PREFIX}/{what}", headers=bearer)
        assert json.loads(answer.text)["data"][what] == []
