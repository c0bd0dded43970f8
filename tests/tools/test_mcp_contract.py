"""The published contract: it says what the code does, and its examples work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from mcp.client.client import Client
from mcp_types import CallToolResult

from tests.backend.workbench import PHOTOS
from tests.tools.mcp_hosts import words_of
from tiktok_photo_video.settings import load_settings
from tiktok_photo_video_tools.mcp_server import contract
from tiktok_photo_video_tools.mcp_server.server import new_server
from tiktok_photo_video_tools.mcp_server.tools import TOOLS

DOCUMENTS = {path.name: path for path in contract.FOLDER.glob("*")}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def document(name: str) -> Any:
    return json.loads(DOCUMENTS[name].read_text(encoding="utf-8"))


@pytest.mark.requirement("mcp-contract")
def test_the_documents_are_what_the_code_says(tmp_path: Path) -> None:
    (tmp_path / "old_tool.json").write_text("{}", encoding="utf-8")
    written = contract.write(tmp_path)
    assert {path.name for path in written} == set(DOCUMENTS)
    assert not (tmp_path / "old_tool.json").exists()
    for path in written:
        assert path.read_bytes() == DOCUMENTS[path.name].read_bytes(), (
            "python -m tiktok_photo_video_tools.mcp_server.contract writes them anew"
        )


@pytest.mark.requirement("mcp-contract")
@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_tool_has_examples_that_its_schema_takes(tool: Any) -> None:
    said = document(f"{tool.name}.json")
    Draft202012Validator.check_schema(said["inputSchema"])
    Draft202012Validator.check_schema(said["outputSchema"])
    assert said["examples"]
    for example in said["examples"]:
        Draft202012Validator(said["inputSchema"]).validate(example["arguments"])


@pytest.mark.requirement("mcp-contract")
def test_edits_in_examples_are_of_the_published_form() -> None:
    form = Draft202012Validator(document("edits.schema.json"))
    for example in document("edit_timeline.json")["examples"]:
        for edit in example["arguments"]["edits"]:
            form.validate(edit)
    assert not form.is_valid({"op": "set_total_duration"})


@pytest.mark.anyio
@pytest.mark.requirement("mcp-contract")
async def test_the_examples_work_one_after_the_other_and_answer_as_promised(
    shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "user" / "Pictures" / "lisbon"
    folder.mkdir(parents=True)
    for name in ("red.jpg", "blue.jpg"):
        (folder / name).write_bytes(PHOTOS[name])
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "user"))
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_OUTPUT", str(tmp_path / "user" / "Videos"))
    # The version that typed edits are for is the first; an export to be called off is of
    # something that was not rendered before.
    last = ("history", "chat")
    order = [*(tool.name for tool in TOOLS if tool.name not in last), *last]
    async with Client(new_server(load_settings())) as client:
        for name in order:
            said = document(f"{name}.json")
            for example in said["examples"]:
                answer = await client.call_tool(name, example["arguments"])
                assert isinstance(answer, CallToolResult)
                if name == "cancel_export" and answer.is_error:
                    assert "No export is running" in words_of(answer)  # it was that quick
                    continue
                assert not answer.is_error, (name, words_of(answer))
                Draft202012Validator(said["outputSchema"]).validate(answer.structured_content)
    assert (tmp_path / "user" / "Videos" / "lisbon.mp4").is_file()
