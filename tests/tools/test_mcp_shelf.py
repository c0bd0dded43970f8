"""What registries and hosts read: the manifest, the entries for each host, the README."""

from __future__ import annotations

import base64
import json
import re
import shlex
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.tools.conftest import Run
from tests.tools.mcp_hosts import ROOT
from tiktok_photo_video import __version__
from tiktok_photo_video.settings import APP_NAME
from tiktok_photo_video_tools.hosts import HOSTS, Host
from tiktok_photo_video_tools.mcp_entries import SERVER_KEY, entry_for, server_command

README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST = json.loads((ROOT / "server.json").read_text(encoding="utf-8"))


@pytest.mark.requirement("mcp-shelf")
def test_the_manifest_is_of_this_version_and_the_readme_proves_whose_it_is() -> None:
    (package,) = MANIFEST["packages"]
    assert MANIFEST["version"] == package["version"] == __version__
    assert package["identifier"] == APP_NAME
    assert len(MANIFEST["description"]) <= 100
    assert f"<!-- mcp-name: {MANIFEST['name']} -->" in README
    skill = (ROOT / "SKILL.md").read_text(encoding="utf-8")
    for variable in package["environmentVariables"]:
        assert f"- name: {variable['name']}\n" in skill
        assert variable["isRequired"] is False


@pytest.mark.requirement("mcp-shelf")
def test_what_a_registry_does_not_need_is_left_out_and_what_it_needs_is_not() -> None:
    lines = (ROOT / ".clawhubignore").read_text(encoding="utf-8").splitlines()
    assert {"tests/", "fixtures/"} <= set(lines)
    needed = {"SKILL.md", "README.md", "LICENSE", "pyproject.toml", "skill/", "tools/"}
    assert not needed & set(lines)


@pytest.mark.requirement("mcp-shelf")
def test_the_readme_tells_every_host_the_same_command() -> None:
    link = re.search(r"cursor://\S+config=([\w+/=]+)", README)
    assert link
    entry = {"command": APP_NAME, "args": ["mcp"]}
    assert json.loads(base64.b64decode(link[1])) == entry
    (block,) = re.findall(r"```json\n(\{\"mcpServers.*?)\n```", README)
    assert json.loads(block) == {"mcpServers": {SERVER_KEY: entry}}
    (toml,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    assert tomllib.loads(toml)["mcp_servers"][SERVER_KEY]["args"] == ["mcp"]


def words_in(host: Host) -> list[str]:
    """The command that a host would run, read from its entry as the host reads it."""
    entry = entry_for(host)
    if not entry.where:
        words = shlex.split(entry.text)
        assert words[:3] == [host.name, "mcp", "add"]
        if "--" in words:
            return words[words.index("--") + 1 :]
        given = pairwise(words)
        return [value for name, value in given if name in ("--command", "--arg")]
    if entry.where.endswith(".toml"):
        program = tomllib.loads(entry.text)["mcp_servers"][SERVER_KEY]
    else:
        (servers,) = json.loads(entry.text).values()
        program = servers[SERVER_KEY]
    command = program["command"]
    return command if isinstance(command, list) else [command, *program["args"]]


@pytest.mark.requirement("mcp-entries")
@pytest.mark.parametrize("host", HOSTS, ids=lambda host: host.name)
def test_each_host_is_told_a_whole_path_in_its_own_form(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert words_in(host) == server_command()
    assert Path(server_command()[0]).is_absolute()
    program = tmp_path / "with space" / APP_NAME
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    assert words_in(host) == [str(program), "mcp"]


@pytest.mark.requirement("mcp-entries")
def test_installing_the_skill_tells_how_to_have_the_tools_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    lines = run("install-skill", "--host", "cursor", "--dry-run").lines
    place = next(at for at, line in enumerate(lines) if "~/.cursor/mcp.json" in line)
    assert lines[place + 1] == "{"
    told = run("install-skill", "--host", "claude", "--dry-run", "--json").json["mcp"]
    assert told["where"] == ""
    assert told["text"].startswith("claude mcp add --scope user photo-video -- ")
