"""Every tool of the MCP server, asked by the SDK's own client in this process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from mcp.client.client import Client
from mcp.shared.exceptions import MCPError
from mcp_types import (
    ImageContent,
    ListRootsResult,
    Root,
    TextContent,
    TextResourceContents,
)
from pydantic import FileUrl

from tests.backend.workbench import PHOTOS
from tests.tools.mcp_hosts import Host, links_of, words_of
from tiktok_photo_video.planner import Mood
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools.mcp_server.edit_words import MOODS, edit_lines
from tiktok_photo_video_tools.mcp_server.server import new_server
from tiktok_photo_video_tools.mcp_server.tools import TOOLS

pytestmark = pytest.mark.anyio
ERAS = ("legacy", "auto")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def pictures(shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a folder of two photos, and an output folder."""
    home = tmp_path.resolve() / "user"
    folder = home / "Pictures"
    folder.mkdir(parents=True)
    for name in ("red.jpg", "blue.jpg"):
        (folder / name).write_bytes(PHOTOS[name])
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_OUTPUT", str(home / "Videos"))
    monkeypatch.delenv("TIKTOK_PHOTO_VIDEO_ROOTS", raising=False)
    return folder


@asynccontextmanager
async def hosted(mode: str = "auto", **more: Any) -> AsyncIterator[Host]:
    async with Client(new_server(load_settings()), mode=mode, **more) as client:
        yield Host(client)


async def begun(host: Host, pictures: Path) -> str:
    """A project with a timeline, made by words, so that nothing is rendered."""
    made = await host.well(
        "chat", message="a 2 second 360x640 video", photos=[str(pictures)], new_project=True
    )
    return str(made["project"])


@pytest.mark.requirement("mcp-tools")
@pytest.mark.parametrize("mode", ERAS)
async def test_tools_are_few_annotated_described_and_have_plain_schemas(mode: str) -> None:
    async with hosted(mode) as host:
        tools = (await host.client.list_tools()).tools
    assert [tool.name for tool in tools] == [tool.name for tool in TOOLS]
    assert len(tools) <= 12
    for tool in tools:
        assert len(tool.name) <= 30
        assert 60 < len(tool.description or "") < 4000
        assert tool.annotations
        hints = tool.annotations.model_dump(exclude={"title"})
        assert None not in hints.values()
        assert not (hints["read_only_hint"] and hints["destructive_hint"])
        for schema in (tool.input_schema, tool.output_schema):
            assert schema
            Draft202012Validator.check_schema(schema)
            assert schema["type"] == "object"
            text = json.dumps(schema)
            assert not any(f'"{word}"' in text for word in ("$ref", "anyOf", "null", "oneOf"))
    told = json.dumps([tool.model_dump(mode="json") for tool in tools])
    assert "free" in told.lower()
    assert "40 s" in told


@pytest.mark.requirement("mcp-tools")
async def test_what_is_not_asked_for_rightly_is_told_by_its_place(pictures: Path) -> None:
    async with hosted() as host:
        assert "photos is missing" in await host.refusal("make_video", request="x")
        assert "nme is not known" in await host.refusal("get_project", nme=1)
        assert "wait_s" in await host.refusal("export_video", wait_s=600)
        assert "action" in await host.refusal("history", action="forget")
        with pytest.raises(MCPError, match="make_video"):
            await host.client.call_tool("make_movie", {})


@pytest.mark.requirement("mcp-make-video")
@pytest.mark.parametrize("mode", ERAS)
async def test_photos_and_words_become_a_file_in_one_call(mode: str, pictures: Path) -> None:
    async with hosted(mode) as host:
        # Some hosts write a list as text.
        answer = await host.call(
            "make_video",
            photos=json.dumps([str(pictures)]),
            request="a 1 second 360x640 video, no music",
            name="mine",
        )
        assert not answer.is_error, words_of(answer)
        values = answer.structured_content
        assert isinstance(values, dict)
        path = pictures.parent / "Videos" / "mine.mp4"
        assert values["export"]["path"] == str(path)
        assert values["export"]["size_bytes"] == path.stat().st_size > 0
        assert str(path) in words_of(answer).splitlines()
        assert isinstance(answer.content[1], TextContent)
        assert json.loads(answer.content[1].text) == values
        (link,) = links_of(answer)
        video = await host.client.read_resource(link.uri)
        assert video.contents[0].mime_type == "video/mp4"
        assert link.size == path.stat().st_size
        percents = [percent for percent, _ in host.progress]
        assert percents == sorted(set(percents))
        assert len(percents) >= 2
        assert Path(values["storyboard"]).read_bytes()[:2] == b"\xff\xd8"


@pytest.mark.requirement("mcp-make-video")
async def test_photos_that_cannot_be_used_are_refused_before_anything_is_made(
    pictures: Path,
) -> None:
    (pictures / "x.jpg").write_bytes(b"no photo at all")
    (pictures / "empty").mkdir()
    async with hosted() as host:
        for photos, said in (
            ([], "photos"),
            ([str(pictures / "none.jpg")], "none.jpg"),
            ([str(pictures / "empty")], "no photos in"),
            ([str(pictures.parent / ".ssh" / "id.jpg")], "hidden"),
            (["/etc/hostname.jpg"], "system"),
            (["ftp://x.example/a.jpg"], "http"),
        ):
            assert said in await host.refusal("make_video", photos=photos, request="x")
        assert "x.jpg" in await host.refusal(
            "make_video", photos=[str(pictures / "x.jpg")], request="x"
        )
        refused = await host.refusal(
            "make_video", photos=[str(pictures)], request="x", name="../x.mp4"
        )
        assert "plain file name" in refused


@pytest.mark.requirement("mcp-boundaries")
async def test_folders_that_a_host_offers_are_the_only_ones_read(pictures: Path) -> None:
    offered = pictures.parent / "offered"
    offered.mkdir()
    (offered / "a b.jpg").write_bytes(PHOTOS["red.jpg"])
    asked = []

    async def list_roots(_: object) -> ListRootsResult:
        asked.append(1)
        return ListRootsResult(roots=[Root(uri=FileUrl(offered.as_uri()))])

    async with hosted("legacy", list_roots_callback=list_roots) as host:
        said = await host.refusal("chat", message="hi", photos=[str(pictures)])
        assert str(offered) in said
        taken = await host.well(
            "chat", message="", photos=[str(offered / "a b.jpg")], new_project=True
        )
        assert "1 photo" in taken["said"][0]
    assert asked


@pytest.mark.requirement("mcp-edit")
@pytest.mark.parametrize("mode", ERAS)
async def test_typed_edits_are_for_one_version_and_history_takes_them_back(
    mode: str, pictures: Path
) -> None:
    async with hosted(mode) as host:
        project = await begun(host, pictures)
        read = await host.well("get_project", project=project)
        first, second = (clip["id"] for clip in read["timeline"]["clips"])
        assert [file["name"] for file in read["files"]] == ["blue.jpg", "red.jpg"]
        edits = [
            {"op": "reorder", "clip_ids": [second, first]},
            {"op": "set_total_duration", "duration_s": 5},
            {"op": "set_title", "title": {"text": "Lisbon"}, "start_s": 0, "duration_s": 2},
        ]
        done = await host.well(
            "edit_timeline", project=project, version=read["version"], edits=edits
        )
        assert done["version"] == read["version"] + 1
        assert [clip["id"] for clip in done["timeline"]["clips"]] == [second, first]
        assert done["timeline"]["duration_s"] == 5
        assert "Lisbon" in done["changes"]
        stale = await host.refusal(
            "edit_timeline", project=project, version=read["version"], edits=edits
        )
        assert "changed since you looked" in stale
        assert "get_project" in stale
        for edit, said in (
            ({"op": "fly"}, "edits[0]"),
            ({"op": "set_volume", "volume": 9}, "0 to 2"),
            ({"op": "remove", "clip_ids": ["nobody"]}, "edits[0]"),
        ):
            assert said in await host.refusal(
                "edit_timeline", project=project, version=done["version"], edits=[edit]
            )
        undone = await host.well("history", action="undo", project=project)
        assert undone["timeline"] == read["timeline"]
        redone = await host.well("history", action="redo", project=project)
        assert redone["timeline"] == done["timeline"]
        nothing = await host.well("history", action="redo", project=project)
        assert nothing["is_changed"] is False


@pytest.mark.requirement("mcp-chat")
async def test_words_are_answered_in_their_language_and_shown_with_a_picture(
    pictures: Path,
) -> None:
    async with hosted() as host:
        project = await begun(host, pictures)
        changed = await host.well("chat", message="改成 3 秒", project=project)
        assert "3" in "".join(changed["said"])
        assert Path(changed["storyboard"]).is_file()
        assert changed["version"] == 2
        assert "export" not in changed
        status = await host.well("chat", message="status", project=project)
        assert status["version"] == 2
        assert "list_projects" in await host.refusal("chat", message="hi", project="nobody")
        assert "message" in await host.refusal("chat", message=" ", project=project)


@pytest.mark.requirement("mcp-preview")
async def test_pictures_are_attached_small_and_lie_beside(pictures: Path) -> None:
    async with hosted() as host:
        project = await begun(host, pictures)
        for arguments in ({}, {"at_s": 0.5}):
            answer = await host.call("preview", project=project, **arguments)
            values = answer.structured_content
            assert isinstance(values, dict)
            assert values["path"] == words_of(answer)
            assert Path(values["path"]).parent == pictures.parent / "Videos" / "previews"
            (image,) = (block for block in answer.content if isinstance(block, ImageContent))
            assert (image.mime_type, values["is_attached"]) == ("image/jpeg", True)
            assert len(image.data) < 700_000 * 4 / 3
        assert "list_projects" in await host.refusal("preview", project="nobody")


@pytest.mark.requirement("mcp-export")
async def test_an_export_is_ordered_called_off_ordered_again_and_waited_for(
    pictures: Path,
) -> None:
    async with hosted() as host:
        project = await begun(host, pictures)
        ordered = await host.well("export_video", project=project, wait_s=0, name="x")
        assert ordered["export"]["path"].endswith("Videos/x.mp4")
        called_off = await host.well("cancel_export", export=ordered["export"]["export"])
        assert called_off["state"] in ("cancelled", "completed")
        done = await host.call("export_video", project=project, name="y")
        values = done.structured_content
        assert isinstance(values, dict)
        assert values["export"]["state"] == "completed"
        assert len(links_of(done)) == 1
        listed = await host.well("export_status")
        assert listed["exports"][0] == values["export"]
        one = await host.call("export_status", export=values["export"]["export"])
        assert values["export"]["path"] in words_of(one).splitlines()
        assert "export_status" in await host.refusal("export_status", export="none")
        assert "export_status" in await host.refusal("cancel_export")
        assert "export_status" in await host.refusal("cancel_export", export="none")
        assert "list_projects" in await host.refusal("export_video", project="nobody")


@pytest.mark.requirement("mcp-export-again")
async def test_an_export_asked_for_again_while_it_runs_is_gone_on_with(pictures: Path) -> None:
    async with hosted() as host:
        project = await begun(host, pictures)
        # So long that it is still under way when the host asks again.
        await host.well("chat", message="make it 60 seconds", project=project)
        first = await host.well("export_video", project=project, wait_s=0, name="x")
        again = await host.well("export_video", project=project, wait_s=0, name="x")
        assert first["export"]["state"] in ("pending", "processing")
        assert again["export"]["export"] == first["export"]["export"]
        assert again["export"]["path"] == first["export"]["path"]
        other = await host.well("export_video", project=project, wait_s=0, name="y")
        assert other["export"]["export"] != first["export"]["export"]
        for ordered in (first, other):
            await host.well("cancel_export", export=ordered["export"]["export"])


@pytest.mark.requirement("mcp-checks")
async def test_credits_projects_and_set_up_are_told(pictures: Path) -> None:
    async with hosted() as host:
        project = await begun(host, pictures)
        assert (await host.well("get_credits"))["metered"] is False
        rows = (await host.well("list_projects"))["projects"]
        assert rows[0]["project"] == project
        told = await host.well("check_setup")
        assert told["ok"] is True
        assert str(pictures.parent) in told["read_roots"]
        assert told["output_folder"] == str(pictures.parent / "Videos")


@pytest.mark.requirement("mcp-checks")
async def test_before_there_is_anything_the_first_step_is_named(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(tmp_path / "file" / "home"))
    async with hosted() as host:
        assert (await host.well("list_projects"))["projects"] == []
        for tool in ("get_project", "preview", "export_video", "get_credits"):
            assert "TIKTOK_PHOTO_VIDEO_HOME" in await host.refusal(tool)


async def text_at(host: Host, uri: str) -> str:
    (content,) = (await host.client.read_resource(uri)).contents
    assert isinstance(content, TextResourceContents)
    return content.text


@pytest.mark.requirement("mcp-resources")
@pytest.mark.parametrize("mode", ERAS)
async def test_resources_are_listed_and_read(mode: str, pictures: Path) -> None:
    async with hosted(mode) as host:
        project = await begun(host, pictures)
        listed = {str(r.uri): r for r in (await host.client.list_resources()).resources}
        skill = await text_at(host, "skill://tiktok-photo-video/SKILL.md")
        assert skill.startswith("---\nname: tiktok-photo-video")
        assert "set_music" in await text_at(host, "photo-video://edits")
        base = f"photo-video://projects/{project}"
        assert {f"{base}/timeline", f"{base}/storyboard"} <= listed.keys()
        timeline = json.loads(await text_at(host, f"{base}/timeline"))
        assert timeline["project"] == project
        sheet = await host.client.read_resource(f"{base}/storyboard")
        assert sheet.contents[0].mime_type == "image/jpeg"
        assert len((await host.client.list_resource_templates()).resource_templates) == 4
        for uri in (
            "photo-video://projects/nobody/timeline",
            "photo-video://exports/none/video.mp4",
            "photo-video://projects/..%2F..%2Fx/storyboard",
            "file:///etc/passwd",
            "photo-video://other",
        ):
            with pytest.raises(MCPError) as caught:
                await host.client.read_resource(uri)
            assert caught.value.error.code == -32602


@pytest.mark.requirement("mcp-prompts")
async def test_starters_come_in_both_languages_and_take_photos() -> None:
    async with hosted() as host:
        listed = (await host.client.list_prompts()).prompts
        names = {prompt.name for prompt in listed}
        assert {name[:-3] + "_zh" for name in names if name.endswith("_en")} == {
            name for name in names if name.endswith("_zh")
        }
        got = await host.client.get_prompt("travel_zh", {"photos": "~/Pictures"})
        content = got.messages[0].content
        assert isinstance(content, TextContent)
        assert "旅行" in content.text
        assert "~/Pictures" in content.text
        with pytest.raises(MCPError):
            await host.client.get_prompt("nothing")


@pytest.mark.requirement("mcp-edit")
def test_the_edits_in_a_few_lines_name_every_mood_and_every_edit() -> None:
    assert set(MOODS) == {mood.value for mood in Mood}
    lines = edit_lines()
    assert "set_caption(clip_id: text, caption: Title|null)" in lines
    assert len(lines) < 3500
