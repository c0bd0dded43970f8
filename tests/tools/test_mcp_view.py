"""The view that hosts show in the chat: what it may be, what it is told by, and its small film."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mcp.client.client import Client
from mcp_types import BlobResourceContents, TextResourceContents

from tests.backend.workbench import PHOTOS
from tests.tools.mcp_hosts import Host
from tiktok_photo_video.media import probe
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools.mcp_server.server import new_server
from tiktok_photo_video_tools.mcp_server.view import EXTENSION, VIEW_TYPE, VIEW_URI, view

PAGE = view()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Read(HTMLParser):
    """What a page has: its ids, and the addresses that its tags would load."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.feed(PAGE)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "action")]


@pytest.mark.requirement("mcp-view")
def test_the_view_is_one_small_page_that_loads_nothing() -> None:
    read = Read()
    assert PAGE.startswith("<!doctype html>")
    assert len(PAGE.encode()) < 300_000
    assert read.loads == []
    assert not {"link", "iframe", "base", "object"} & set(read.tags)
    for word in ("http:", "https:", "fetch(", "XMLHttpRequest", "WebSocket", "@import", "url("):
        assert word not in PAGE
    # What comes from files and models is text, never a piece of the page.
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in PAGE


@pytest.mark.requirement("mcp-view")
def test_what_the_views_code_names_is_there_in_both_languages() -> None:
    ids = Read().ids
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\$\("([\w-]+)"\)', PAGE)) <= set(ids)
    english, chinese = (
        set(re.findall(r"(?:^|[,{])\s*(\w+): (?=[\"`\[nscpv])", table, re.MULTILINE))
        for table in re.findall(r"^  (?:en|zh): \{\n(.*?)^  \},", PAGE, re.MULTILINE | re.DOTALL)
    )
    assert english == chinese
    used = set(re.findall(r"words\.(\w+)", PAGE)) - {"en"}
    assert used <= english


@pytest.mark.anyio
@pytest.mark.requirement("mcp-view")
@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_hosts_are_told_of_the_view_and_others_have_the_words(
    mode: str, shared_home: Path
) -> None:
    async with Client(new_server(load_settings()), mode=mode) as client:
        tools = (await client.list_tools()).tools
        shown = {tool.name for tool in tools if tool.meta}
        assert shown == {
            *("make_video", "chat", "edit_timeline", "history", "preview", "export_video")
        }
        assert all(
            tool.meta == {"ui": {"resourceUri": VIEW_URI}} for tool in tools if tool.name in shown
        )
        (page,) = (await client.read_resource(VIEW_URI)).contents
        assert isinstance(page, TextResourceContents)
        assert (page.mime_type, page.text) == (VIEW_TYPE, PAGE)
        assert page.meta == {"ui": {"prefersBorder": True}}
        listed = {str(resource.uri) for resource in (await client.list_resources()).resources}
        assert VIEW_URI in listed
        extensions = client.server_capabilities.extensions or {}
        assert EXTENSION in extensions or mode == "legacy"


@pytest.mark.anyio
@pytest.mark.requirement("mcp-film")
async def test_a_project_can_be_had_as_a_small_film_with_sound(
    shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_OUTPUT", str(tmp_path / "Videos"))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_ROOTS", str(tmp_path))
    for name in ("red.jpg", "blue.jpg"):
        (tmp_path / name).write_bytes(PHOTOS[name])
    async with Client(new_server(load_settings())) as client:
        host = Host(client)
        before = await host.well("export_status")
        made = await host.well(
            "chat", message="a 2 second video", photos=[str(tmp_path)], new_project=True
        )
        address = f"photo-video://projects/{made['project']}/film.mp4"
        contents = []
        for _ in range(2):  # the second one is there already
            (content,) = (await client.read_resource(address)).contents
            assert isinstance(content, BlobResourceContents)
            contents.append(base64.b64decode(content.blob))
        assert contents[0] == contents[1]
        # Nobody asked for a file, so no export is told of.
        assert await host.well("export_status") == before
    path = tmp_path / "film.mp4"
    path.write_bytes(contents[0])
    film = probe(path, name="film.mp4")
    assert (film.width_px, film.height_px) == (360, 640)
    assert film.duration_s == pytest.approx(2, abs=0.05)
