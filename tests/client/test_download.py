"""Downloads: whole or not at all, and no header of ours to a stranger."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.client.conftest import Connect
from tests.client.scripted_backend import ScriptedBackend, bare, file_of, refusal
from tiktok_photo_video.errors import (
    BackendError,
    OutputError,
    ProtocolError,
    RequestError,
    TransportError,
)
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.payloads import RenderState, RenderStatus

pytestmark = pytest.mark.anyio

OURS = ("authorization", "x-extra", "x-skill-source")


def done(url: str | None) -> RenderStatus:
    return RenderStatus("r1", RenderState.COMPLETED, 100, url)


def moved_to(location: str) -> httpx.Response:
    return httpx.Response(302, headers={"location": location})


@pytest.mark.requirement("client-download")
@pytest.mark.parametrize("url", ["/files/r1.mp4", "https://backend.example/files/r1.mp4"])
async def test_a_video_of_the_backend_itself_is_fetched_with_our_headers(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path, url: str
) -> None:
    backend.on("/files/r1.mp4", file_of(b"ab", b"cd", **{"content-length": "4"}))
    steps: list[tuple[int, int]] = []
    target = tmp_path / "out.mp4"
    async with connect() as client:
        assert (
            await client.download(
                done(url), to=target, on_progress=lambda a, b: steps.append((a, b))
            )
            == target
        )
    assert target.read_bytes() == b"abcd"
    assert steps == [(2, 4), (4, 4)]
    request = backend.sent_to("/files/r1.mp4")[0]
    assert request.headers["authorization"] == "Bearer nmv_usr_one"


@pytest.mark.requirement("client-download")
async def test_without_an_address_the_download_route_is_used(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    backend.on(routes.render_download("r1"), file_of(b"video"))
    async with connect() as client:
        await client.download(done(None), to=tmp_path / "out.mp4")
    assert (tmp_path / "out.mp4").read_bytes() == b"video"


@pytest.mark.requirement("client-download-private")
@pytest.mark.parametrize(
    "url",
    [
        "https://static.example/r1.mp4",
        "https://backend.example:444/r1.mp4",
        "http://backend.example/r1.mp4",
        "//static.example/r1.mp4",
    ],
)
async def test_a_stranger_gets_none_of_our_headers(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path, url: str
) -> None:
    backend.on("/r1.mp4", file_of(b"video"))
    async with connect() as client:
        await client.download(done(url), to=tmp_path / "out.mp4")
    request = backend.sent_to("/r1.mp4")[0]
    assert [name for name in OURS if name in request.headers] == []


@pytest.mark.requirement("client-download-private")
async def test_a_redirect_to_a_stranger_leaves_our_headers_behind(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    backend.on("/start", moved_to("/next"))
    backend.on("/next", moved_to("https://static.example/r1.mp4"))
    backend.on("/r1.mp4", file_of(b"video"))
    async with connect() as client:
        await client.fetch("/start", to=tmp_path / "out.mp4")
    assert "authorization" in backend.sent_to("/next")[0].headers
    assert [name for name in OURS if name in backend.sent_to("/r1.mp4")[0].headers] == []


@pytest.mark.requirement("client-download")
async def test_redirects_in_circles_end(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    backend.on("/start", lambda _: moved_to("/start"))
    async with connect() as client:
        with pytest.raises(ProtocolError):
            await client.fetch("/start", to=tmp_path / "out.mp4")


@pytest.mark.requirement("client-download-whole")
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (file_of(b"half", httpx.ReadError("x")), TransportError),
        (file_of(), TransportError),
        (refusal(WireCode.NOT_FOUND), BackendError),
        (bare({"status": "completed"}), ProtocolError),
        (httpx.Response(204), ProtocolError),
        (httpx.Response(302), ProtocolError),
    ],
)
async def test_a_failed_download_leaves_the_old_file_and_no_trace(
    *,
    backend: ScriptedBackend,
    connect: Connect,
    tmp_path: Path,
    answer: httpx.Response,
    error: type[Exception],
) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    (folder / "out.mp4").write_bytes(b"old")
    backend.on("/v", answer)
    async with connect() as client:
        with pytest.raises(error):
            await client.download(done("/v"), to=folder / "out.mp4")
    assert [path.name for path in folder.iterdir()] == ["out.mp4"]
    assert (folder / "out.mp4").read_bytes() == b"old"


@pytest.mark.requirement("client-download-whole")
async def test_a_place_that_cannot_be_written_is_told_before_anything_is_fetched(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    async with connect() as client:
        for place in (tmp_path / "no/such/out.mp4", tmp_path):
            with pytest.raises(OutputError):
                await client.download(done("/v"), to=place)
    assert backend.requests == []


@pytest.mark.requirement("client-renews-once")
async def test_a_token_refused_at_the_download_is_replaced(
    backend: ScriptedBackend, connect: Connect, tmp_path: Path
) -> None:
    backend.on("/v", refusal(WireCode.BAD_TOKEN), file_of(b"video"))
    async with connect() as client:
        await client.download(done("/v"), to=tmp_path / "out.mp4")
    assert len(backend.sent_to(routes.ANONYMOUS_TOKEN)) == 2


@pytest.mark.requirement("client-download")
@pytest.mark.parametrize("url", ["http://[bad", "ftp://h.example/r1.mp4"])
async def test_an_address_that_cannot_be_fetched_is_told(
    connect: Connect, tmp_path: Path, url: str
) -> None:
    async with connect() as client:
        with pytest.raises((RequestError, TransportError, BackendError)):
            await client.download(done(url), to=tmp_path / "out.mp4")
