"""Who is calling: the version of the skill's own file, and one of three platforms."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiktok_photo_video import __version__
from tiktok_photo_video.client.attribution import (
    PACKAGE,
    PLATFORMS,
    HostSigns,
    attribution_of,
    platform_from,
    platform_of,
    skill_folder,
    skill_version,
)
from tiktok_photo_video.client.frontmatter import read_frontmatter
from tiktok_photo_video.settings import HOST_VARIABLES, Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = PurePosixPath("/home/me")
IN_CURSOR = HOME / ".cursor/skills/tiktok-photo-video"
IN_CLAWHUB = HOME / ".clawhub/skills/tiktok-photo-video"


def settings_of(*, platform: str = "", variables: frozenset[str] = frozenset()) -> Settings:
    return Settings(home=Path("/nowhere"), platform=platform, host_variables=variables)


@pytest.mark.requirement("platform")
@pytest.mark.parametrize(
    ("signs", "platform"),
    [
        (HostSigns(), "unknown"),
        # The override comes first, if it is one of the words.
        (HostSigns(override="cursor", places=(IN_CLAWHUB,)), "cursor"),
        (HostSigns(override=" ClawHub "), "clawhub"),
        (HostSigns(override="unknown", places=(IN_CURSOR,), is_marked=True), "unknown"),
        (HostSigns(override="github", places=(IN_CURSOR,)), "cursor"),
        # Then the skill's folder.
        (HostSigns(is_marked=True, places=(IN_CURSOR,)), "clawhub"),
        (HostSigns(places=(IN_CLAWHUB,)), "clawhub"),
        (HostSigns(places=(HOME / ".clawdhub/s",)), "clawhub"),
        (HostSigns(places=(HOME / ".openclaw/workspace/skills/s",)), "clawhub"),
        (HostSigns(places=(HOME / ".clawdbot/skills/s",)), "clawhub"),
        (HostSigns(places=(HOME / ".moltbot/skills/s",)), "clawhub"),
        (HostSigns(places=(IN_CURSOR,)), "cursor"),
        (HostSigns(places=(HOME / "project/.cursor/skills/s/.venv/lib",)), "cursor"),
        (HostSigns(places=(PureWindowsPath(r"C:\Users\me\.Cursor\skills\s"),)), "cursor"),
        (HostSigns(places=(PurePosixPath("/srv/s"), IN_CURSOR)), "cursor"),
        (HostSigns(places=(IN_CURSOR,), client_name="claude-code"), "cursor"),
        (HostSigns(places=(HOME / ".cursor/extensions/s",)), "unknown"),
        (HostSigns(places=(HOME / "cursor/skills/s",)), "unknown"),
        (HostSigns(places=(HOME / "openclaw/s",)), "unknown"),
        (HostSigns(places=(HOME / ".claude/skills/s",)), "unknown"),
        # Then the MCP client, also where it is none of the two.
        (HostSigns(client_name="cursor-vscode"), "cursor"),
        (HostSigns(client_name="Cursor"), "cursor"),
        (HostSigns(client_name="openclaw-bundle-mcp"), "clawhub"),
        (HostSigns(client_name="claude-ai", variables=frozenset({"CURSOR_TRACE_ID"})), "unknown"),
        (HostSigns(client_name="Visual Studio Code"), "unknown"),
        (HostSigns(client_name="mcp", variables=frozenset({"CURSOR_AGENT"})), "cursor"),
        (HostSigns(client_name="", variables=frozenset({"CURSOR_AGENT"})), "cursor"),
        # Then the environment, the innermost host first.
        (HostSigns(variables=frozenset({"OPENCLAW_SHELL"})), "clawhub"),
        (HostSigns(variables=frozenset({"OPENCLAW_SHELL", "CURSOR_AGENT"})), "clawhub"),
        (HostSigns(variables=frozenset({"CURSOR_TRACE_ID"})), "cursor"),
        (HostSigns(variables=frozenset({"CURSOR_SESSION_ID"})), "cursor"),
        (HostSigns(variables=frozenset({"CLAUDECODE", "CURSOR_TRACE_ID"})), "unknown"),
        (HostSigns(variables=frozenset({"CODEX_SANDBOX", "CURSOR_TRACE_ID"})), "unknown"),
        (HostSigns(variables=frozenset({"GEMINI_CLI"})), "unknown"),
        (HostSigns(variables=frozenset({"PATH"})), "unknown"),
    ],
)
def test_the_strongest_sign_names_the_platform(signs: HostSigns, platform: str) -> None:
    assert platform_from(signs) == platform


@pytest.mark.requirement("platform")
@given(
    override=st.text(),
    names=st.lists(st.text(), max_size=4),
    client=st.none() | st.text(),
    variables=st.frozensets(st.sampled_from(HOST_VARIABLES) | st.text()),
)
def test_only_three_words_are_ever_sent(
    override: str, names: list[str], client: str | None, variables: frozenset[str]
) -> None:
    place = PurePosixPath("/", *(name.replace("\0", "") for name in names))
    signs = HostSigns(override, (place,), client_name=client, variables=variables)
    assert platform_from(signs) in PLATFORMS


@pytest.mark.requirement("platform")
def test_every_variable_that_is_looked_for_is_decided_upon() -> None:
    told = {name: platform_from(HostSigns(variables=frozenset({name}))) for name in HOST_VARIABLES}
    assert set(told.values()) == {"clawhub", "cursor", "unknown"}
    assert load_settings({"CURSOR_AGENT": "1", "GEMINI_CLI": ""}).host_variables == {"CURSOR_AGENT"}


@pytest.mark.requirement("platform")
def test_a_link_into_a_hosts_folder_tells_the_host_from_both_ends(tmp_path: Path) -> None:
    real = tmp_path / ".cursor" / "skills" / "package"
    real.mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(real, target_is_directory=True)
    assert platform_of(settings_of(), package=link) == "cursor"
    hosts = tmp_path / ".openclaw"
    hosts.symlink_to(tmp_path / ".cursor", target_is_directory=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".clawhub").symlink_to(elsewhere, target_is_directory=True)
    assert platform_of(settings_of(), package=tmp_path / ".clawhub") == "clawhub"


@pytest.mark.requirement("platform")
@pytest.mark.parametrize("mark", [".clawhub", ".clawdhub"])
@pytest.mark.parametrize(
    "inside", ["skill/tiktok_photo_video", ".venv/lib/python3.11/site-packages/tiktok_photo_video"]
)
def test_the_registrys_mark_in_the_skills_folder_tells_the_registry(
    tmp_path: Path, mark: str, inside: str
) -> None:
    skill = tmp_path / "skills" / "tiktok-photo-video"
    (skill / mark).mkdir(parents=True)
    (skill / mark / "origin.json").write_text("{}", encoding="utf-8")
    assert platform_of(settings_of(), package=skill / inside) == "clawhub"


@pytest.mark.requirement("platform")
def test_a_mark_outside_the_skills_folder_is_not_looked_at(tmp_path: Path) -> None:
    mark = tmp_path / ".clawhub"
    mark.mkdir()
    (mark / "origin.json").write_text("{}", encoding="utf-8")
    package = tmp_path / "skill" / "tiktok_photo_video"
    assert platform_of(settings_of(), package=package) == "unknown"


@pytest.mark.requirement("skill-version")
def test_the_three_versions_are_one() -> None:
    told = read_frontmatter((ROOT / "SKILL.md").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (told["name"], told["metadata.version"]) == (project["name"], project["version"])
    assert project["version"] == __version__


@pytest.mark.requirement("skill-version")
def test_the_headers_carry_the_version_of_this_installations_skill() -> None:
    headers = attribution_of(settings_of(platform="cursor"), client_name="x").headers()
    told = read_frontmatter((skill_folder(PACKAGE) / "SKILL.md").read_text(encoding="utf-8"))
    assert headers == {
        "X-Skill-Source": told["name"],
        "X-Skill-Version": told["metadata.version"],
        "X-Skill-Platform": "cursor",
    }


def a_package(place: Path, skill_md: str | bytes | None) -> Path:
    """An empty package with a skill's file where a wheel has it."""
    packed = place / "_skill"
    packed.mkdir(parents=True)
    if skill_md is not None:
        content = skill_md if isinstance(skill_md, bytes) else skill_md.encode()
        (packed / "SKILL.md").write_bytes(content)
    return place


OURS = "---\nname: tiktok-photo-video\n"


@pytest.mark.requirement("skill-version")
@pytest.mark.parametrize(
    ("skill_md", "version"),
    [
        (OURS + 'metadata:\n  version: "7.1.0"\n---\n', "7.1.0"),
        (OURS + "version: 7.2\n---\n", "7.2"),
        (OURS + "version: 7.2\nmetadata:\n  version: 7.3-rc.1+x\n---\n", "7.3-rc.1+x"),
        (OURS + "version: 7.2\nmetadata:\n  version: 版本\n---\n", "7.2"),
        (OURS + 'version: "7 2"\n---\n', __version__),
        (OURS + "version: " + "7" * 65 + "\n---\n", __version__),
        (OURS + "version: 7.2\n", __version__),
        (OURS + "---\n", __version__),
        ("---\nname: another\nversion: 7.2\n---\n", __version__),
        (b"\xff\xfe---", __version__),
        ("", __version__),
        (None, __version__),
    ],
)
def test_the_version_is_the_files_else_the_packages(
    tmp_path: Path, skill_md: str | bytes | None, version: str
) -> None:
    assert skill_version(a_package(tmp_path / "a" / "b", skill_md)) == version


@pytest.mark.requirement("skill-version")
def test_a_source_tree_has_its_file_at_its_root(tmp_path: Path) -> None:
    (tmp_path / "SKILL.md").write_text(OURS + "version: 8\n---\n", encoding="utf-8")
    assert skill_version(tmp_path / "skill" / "tiktok_photo_video") == "8"


@pytest.mark.requirement("skill-frontmatter")
@pytest.mark.parametrize(
    ("inside", "values"),
    [
        ("a: 1", {"a": "1"}),
        ("a: 'it''s'  # said", {"a": "it's"}),
        (r'a: "say \"hi\" \\o/"', {"a": r'say "hi" \o/'}),
        ("a: b # c", {"a": "b"}),
        ("a: b#c", {"a": "b#c"}),
        ("a: http://x.example/y", {"a": "http://x.example/y"}),
        ("a:\n  b:\n    c: 1\n  d: 2\ne: 3", {"a.b.c": "1", "a.d": "2", "e": "3"}),
        ("a: 1\na: 2", {"a": "1"}),
        ("a:\n  - b: 1\n    c: 2", {"a.c": "2"}),
        ("a: [b, c]\nd: {e: f}", {}),
        ("a: >\n  folded text\nb: 1", {"b": "1"}),
        ("a: &x 1\nb: *x\nc: !!str 2", {}),
        ("a: 'open\nb: \"open\nc: 1", {"c": "1"}),
        ('a: "b" c', {}),
        ("# a: 1\n\n\ta: 1\n: 2\na:1", {}),
        ("a:\nb: ''", {}),
        ("描述: x", {}),
    ],
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_frontmatter_reader_knows_maps_of_single_lines_and_passes_over_the_rest(
    inside: str, values: dict[str, str], ending: str
) -> None:
    text = f"---\n{inside}\n---\nbody: 1\n".replace("\n", ending)
    assert read_frontmatter(text) == values
    assert read_frontmatter("\ufeff" + text) == values
    assert read_frontmatter(f"\n{text}") == {}


@pytest.mark.requirement("skill-frontmatter")
@given(st.text() | st.text(alphabet="-ab: \n'\"#\\>[").map(lambda text: f"---\n{text}\n---\n"))
def test_no_text_makes_the_frontmatter_reader_fail(text: str) -> None:
    values = read_frontmatter(text)
    assert all(key and value for key, value in values.items())
