"""The view in a real browser, inside of a small host that passes on what it asks.

Runs where playwright and a Chromium are installed; ``.ci/run`` runs it where it can.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult

from tests.backend.workbench import PHOTOS
from tests.service.shared import shared_service
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools.mcp_server.server import new_server
from tiktok_photo_video_tools.mcp_server.view import view

playwright = pytest.importorskip("playwright.async_api")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HOST = Path(__file__).with_name("host.html").as_uri()
ABLE = {"serverTools": {}, "serverResources": {}, "downloadFile": {}}
PATIENCE_MS = 60_000

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.requirement("mcp-view"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]
service_home = pytest.fixture(scope="session")(shared_service)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def plain(answer: Any) -> Any:
    return answer.model_dump(mode="json", by_alias=True, exclude_none=True)


@asynccontextmanager
async def shown(
    client: Client, result: Any, *, capabilities: dict[str, Any], **context: Any
) -> AsyncIterator[tuple[Any, Any]]:
    """The page of the host and the view inside of it, after it was given a result."""

    async def server(method: str, params: dict[str, Any]) -> Any:
        try:
            if method == "tools/call":
                return plain(await client.call_tool(params["name"], params["arguments"]))
            return plain(await client.read_resource(params["uri"]))
        except MCPError as error:
            return {"refused": str(error)}

    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 760, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text))
        await page.expose_function("server", server)
        await page.goto(HOST)
        given = {"context": context, "capabilities": capabilities, "result": result}
        await page.evaluate("([html, given]) => start(html, given)", [view(), given])
        yield page, page.frame_locator("#view")
        assert troubles == []
        await browser.close()


@pytest.fixture
async def made(
    service_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Client, CallToolResult]]:
    """A server, and its answer about a new project of three photos."""
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(service_home))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_ROOTS", str(tmp_path))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_OUTPUT", str(tmp_path / "Videos"))
    for name in ("red.jpg", "green.jpg", "blue.jpg"):
        (tmp_path / name).write_bytes(PHOTOS[name])
    async with Client(new_server(load_settings())) as client:
        words = "a 3 second video, title '<b>Lisbon</b>'"
        given = {"message": words, "photos": [str(tmp_path)], "new_project": True}
        answer = await client.call_tool("chat", given)
        assert isinstance(answer, CallToolResult)
        yield client, answer


async def asked_of_host(page: Any, method: str) -> list[Any]:
    log = await page.evaluate("log")
    return [message.get("params") for message in log if message.get("method") == method]


async def test_a_project_is_shown_played_talked_about_and_exported(
    made: tuple[Client, CallToolResult],
) -> None:
    client, answer = made
    told = plain(answer)
    async with shown(client, told, capabilities=ABLE, theme="dark", locale="en") as (page, seen):
        await seen.locator("#clips button").nth(2).wait_for()
        assert await seen.locator("#facts").inner_text() == "3.0 s · 3 pictures · 1080×1920"
        assert await seen.locator("#titles span").inner_text() == "<b>Lisbon</b>"
        assert await seen.locator("html").get_attribute("data-theme") == "dark"
        await seen.locator("#clips button").first.focus()
        await page.keyboard.press("ArrowRight")
        assert await seen.locator("#clips button[aria-current=true]").inner_text() == "2 green.jpg"

        await seen.locator("#play").click()
        await seen.locator("#film").wait_for()
        film = seen.locator("#film")
        assert await film.evaluate(
            "film => new Promise(done => film.readyState ? done(film.videoWidth)"
            " : film.onloadedmetadata = () => done(film.videoWidth))"
        ) in (360, 1080)

        await seen.locator("#words").fill("show photo 2 longer")
        await page.keyboard.press("Enter")
        await seen.get_by_text("Sent to the chat.").wait_for()
        (message,) = await asked_of_host(page, "ui/message")
        assert message["content"] == [{"type": "text", "text": "show photo 2 longer"}]

        await seen.locator("#export").click()
        await seen.locator("#save").wait_for()
        path = (await seen.locator("#said").inner_text()).splitlines()[1]
        assert Path(path).is_file()
        assert path in str(await asked_of_host(page, "ui/update-model-context"))


async def test_it_speaks_chinese_and_makes_do_with_a_host_that_does_nothing(
    made: tuple[Client, CallToolResult],
) -> None:
    client, answer = made
    async with shown(client, plain(answer), capabilities={}, locale="zh-CN") as (page, seen):
        await seen.locator("#clips button").first.wait_for()
        assert await seen.locator("html").get_attribute("lang") == "zh"
        assert await seen.locator("html").get_attribute("data-theme") == "light"
        await seen.locator("#undo").click()  # no tools can be called: it is said instead
        await seen.get_by_text("已发送到对话。").wait_for()
        assert "撤销上一步" in str(await asked_of_host(page, "ui/message"))


async def test_a_failure_is_told_as_it_is(made: tuple[Client, CallToolResult]) -> None:
    client, _ = made
    refused = await client.call_tool("preview", {"project": "nobody"})
    async with shown(client, plain(refused), capabilities=ABLE, locale="en") as (_, seen):
        await seen.get_by_text("There is no project nobody").wait_for()
        assert not await seen.locator("#acts").is_visible()
