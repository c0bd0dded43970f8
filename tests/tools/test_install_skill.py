"""``install-skill``: the skill in each host's folder, whole, and never over somebody's files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tools.conftest import Run
from tiktok_photo_video.client.attribution import platform_of, skill_folder
from tiktok_photo_video.errors import ExitCode
from tiktok_photo_video.settings import Settings
from tiktok_photo_video_tools.hosts import HOSTS
from tiktok_photo_video_tools.skill_copy import RECORD, carry_out, planned, skill_files

NAME = "tiktok-photo-video"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home folder, with a project in it as the working folder."""
    folder = tmp_path / "user"
    (folder / "project").mkdir(parents=True)
    monkeypatch.chdir(folder / "project")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    for name in ("CLAUDE_CONFIG_DIR", "OPENCLAW_STATE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.mark.requirement("install-skill-hosts")
@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("cursor", ".cursor/skills"),
        ("Cursor --scope project", "project/.cursor/skills"),
        ("claude", ".claude/skills"),
        ("claude-code --scope project", "project/.claude/skills"),
        ("openclaw", ".openclaw/skills"),
        ("openclaw --scope project", "project/skills"),
        ("codex", ".agents/skills"),
        ("codex --scope project", "project/.agents/skills"),
        ("gemini", ".gemini/skills"),
        ("copilot", ".copilot/skills"),
        ("windsurf", ".codeium/windsurf/skills"),
        ("windsurf --scope project", "project/.windsurf/skills"),
        ("opencode", ".config/opencode/skills"),
        ("agents", ".agents/skills"),
    ],
)
def test_each_host_gets_the_skill_where_it_looks_for_it(
    run: Run, home: Path, words: str, place: str
) -> None:
    told = run("install-skill", "--dry-run", "--json", "--host", *words.split()).json
    assert (told["ok"], told["path"]) == (True, str(home / place / NAME))
    assert told["written"] > 50
    assert sorted(path.name for path in home.iterdir()) == ["project"]


@pytest.mark.requirement("install-skill-hosts")
@pytest.mark.parametrize(
    ("host", "variable"), [("claude", "CLAUDE_CONFIG_DIR"), ("openclaw", "OPENCLAW_STATE_DIR")]
)
def test_a_host_whose_folder_was_moved_is_followed(
    *, run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, host: str, variable: str
) -> None:
    monkeypatch.setenv(variable, "~/moved")
    told = run("install-skill", "--dry-run", "--json", "--host", host).json
    assert told["path"] == str(home / "moved" / "skills" / NAME)


@pytest.mark.requirement("install-skill-hosts")
def test_hosts_have_names_of_their_own() -> None:
    names = [name for host in HOSTS for name in (host.name, *host.aliases)]
    assert len(names) == len(set(names))
    assert {"cursor", "claude", "openclaw", "codex"} <= set(names)


@pytest.mark.requirement("install-skill")
def test_the_installed_folder_holds_all_that_the_skill_is_installed_from(
    run: Run, home: Path
) -> None:
    told = run("install-skill", "--host", "cursor", "--json").json
    folder = home / ".cursor" / "skills" / NAME
    assert (told["host"], told["scope"], told["path"]) == ("cursor", "user", str(folder))
    assert (told["unchanged"], told["removed"], told["kept"]) == (0, 0, None)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - {RECORD} == set(skill_files())
    assert len(there) == told["written"] + 1
    assert {"SKILL.md", "pyproject.toml", "README.md", "LICENSE"} <= there
    assert not any("__pycache__" in place or place.endswith(".pyc") for place in there)
    original = skill_folder() / "SKILL.md"
    assert (folder / "SKILL.md").read_bytes() == original.read_bytes()
    package = folder / "skill" / "tiktok_photo_video"
    assert platform_of(Settings(home=home), package=package) == "cursor"


@pytest.mark.requirement("install-skill")
def test_it_tells_what_it_did_and_what_to_do_next(run: Run, home: Path) -> None:
    folder = home / ".claude" / "skills" / NAME
    would = run("install-skill", "--host", "claude", "--dry-run")
    assert would.lines[0].startswith("This would write ")
    assert not folder.exists()
    did = run("install-skill", "--host", "claude")
    assert (did.code, did.err) == (0, "")
    assert did.lines[0].startswith(f"The skill is in place: {folder} (")
    assert "Claude Code" in did.lines[-1]
    again = run("install-skill", "--host", "claude")
    assert again.lines[0] == f"The skill is in place and up to date: {folder}"
    assert run("install-skill", "--host", "claude", "--json").json["written"] == 0


@pytest.mark.requirement("install-skill")
def test_a_folder_of_ones_own_choice_is_named_after_the_skill(run: Run, home: Path) -> None:
    for place in (home / "skills", home / "skills" / NAME):
        told = run("install-skill", "--to", place, "--json").json
        assert (told["path"], told["host"]) == (str(home / "skills" / NAME), None)
        assert told["scope"] is None


@pytest.mark.requirement("install-skill-careful")
def test_a_new_version_replaces_what_is_ours_and_leaves_the_rest(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", tmp_path / NAME
    source.mkdir()
    for name in ("SKILL.md", "a.py", "b.py"):
        (source / name).write_text(f"{name} 1", encoding="utf-8")
    first = {"SKILL.md": source / "SKILL.md", "x/a.py": source / "a.py", "y/b.py": source / "b.py"}
    carry_out(planned(folder, first))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / ".clawhub").mkdir()
    (source / "SKILL.md").write_text("SKILL.md 2", encoding="utf-8")
    second = {place: path for place, path in first.items() if place != "y/b.py"}
    plan = planned(folder, second)
    assert (plan.new, plan.leftover, plan.foreign) == (("SKILL.md",), ("y/b.py",), ())
    assert carry_out(plan) is None
    assert (folder / "SKILL.md").read_text(encoding="utf-8") == "SKILL.md 2"
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"
    left = sorted(path.name for path in folder.iterdir())
    assert left == [".clawhub", RECORD, "SKILL.md", "notes.txt", "x"]


def an_edited_file(folder: Path) -> str:
    (folder / "SKILL.md").write_text("edited by the user", encoding="utf-8")
    return "SKILL.md"


def a_link(folder: Path) -> str:
    (folder / "SKILL.md").unlink()
    (folder / "SKILL.md").symlink_to(folder.parent / "elsewhere.md")
    (folder.parent / "elsewhere.md").write_text("theirs", encoding="utf-8")
    return "SKILL.md"


def a_folder(folder: Path) -> str:
    (folder / "LICENSE").unlink()
    (folder / "LICENSE").mkdir()
    (folder / "LICENSE" / "mine").write_text("x", encoding="utf-8")
    return "LICENSE"


def a_file_on_the_way(folder: Path) -> str:
    (folder / "skill").rename(folder / "old")
    (folder / "skill").write_text("a file", encoding="utf-8")
    return "skill/references/draft.md"


def a_link_out_of_the_folder(folder: Path) -> str:
    (folder / "skill").rename(folder.parent / "outside")
    (folder.parent / "outside" / "references" / "draft.md").write_text("theirs", encoding="utf-8")
    (folder / "skill").symlink_to(folder.parent / "outside", target_is_directory=True)
    return "skill/references/draft.md"


def a_lost_record(folder: Path) -> str:
    (folder / RECORD).unlink()
    return an_edited_file(folder)


@pytest.mark.requirement("install-skill-careful")
@pytest.mark.parametrize(
    "in_the_way",
    [an_edited_file, a_link, a_folder, a_file_on_the_way, a_link_out_of_the_folder, a_lost_record],
)
def test_what_is_not_ours_is_refused_by_name_and_kept_when_forced(
    run: Run, home: Path, in_the_way: Callable[[Path], str]
) -> None:
    words = ("install-skill", "--host", "cursor")
    folder = home / ".cursor" / "skills" / NAME
    run(*words)
    name = in_the_way(folder)
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    refused = run(*words, "--json")
    assert refused.code == ExitCode.INPUT
    assert refused.json["error"]["code"] == "foreign_files"
    assert name in run(*words, "--dry-run", "--json").json["in_the_way"]
    assert {p: p.read_bytes() for p in folder.parent.rglob("*") if p.is_file()} == before
    kept = Path(run(*words, "--force", "--json").json["kept"])
    assert kept.parent == folder
    assert all(path.name.endswith(".bak") for path in kept.iterdir() if path.is_file())
    assert list(kept.rglob("*.bak"))
    for place, source in skill_files().items():
        assert (folder / place).read_bytes() == source.read_bytes()
    outside = [p for p in before if folder not in p.parents]
    assert all(path.read_bytes() == before[path] for path in outside)
    assert run(*words, "--json").json["written"] == 0


@pytest.mark.requirement("install-skill-careful")
def test_a_link_to_the_skill_itself_is_left_alone(run: Run, home: Path) -> None:
    folder = home / ".cursor" / "skills"
    folder.mkdir(parents=True)
    (folder / NAME).symlink_to(skill_folder(), target_is_directory=True)
    assert run("install-skill", "--host", "cursor", "--json").json["written"] == 0
    assert not (skill_folder() / RECORD).exists()


@pytest.mark.requirement("install-skill-careful")
@pytest.mark.parametrize(
    "record", ["", "[]", "{}", '{"format": 1, "files": {"../outside.txt": "x"}}', "[" * 9000]
)
def test_a_damaged_record_harms_nothing(run: Run, home: Path, record: str) -> None:
    run("install-skill", "--host", "cursor")
    folder = home / ".cursor" / "skills" / NAME
    (folder.parent / "outside.txt").write_text("theirs", encoding="utf-8")
    (folder / RECORD).write_text(record, encoding="utf-8")
    told = run("install-skill", "--host", "cursor", "--json").json
    assert (told["written"], told["removed"]) == (0, 0)
    assert (folder.parent / "outside.txt").exists()
    assert json.loads((folder / RECORD).read_text(encoding="utf-8"))["files"].keys() == (
        skill_files().keys()
    )


@pytest.mark.requirement("install-skill-careful")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), "no_host", "--host"),
        (("--host", "emacs"), "unknown_host", "cursor"),
        (("--host", "cursor", "--scope", "world"), "bad_scope", "project"),
        (("--to", "taken"), "skill_not_writable", "--to"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_say_instead(
    *, run: Run, home: Path, words: tuple[str, ...], code: str, said: str
) -> None:
    (home / "project" / "taken").write_text("a file", encoding="utf-8")
    refused = run("install-skill", *words, "--json")
    error = refused.json["error"]
    assert (refused.code, error["code"]) == (ExitCode.INPUT, code)
    assert said in error["hint"]
    assert "--json" in run("install-skill", "--help").out


@pytest.mark.requirement("install-skill")
def test_a_wheel_is_packed_with_all_that_the_skill_is_put_together_from() -> None:
    root = Path(__file__).resolve().parent.parent.parent
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    packed = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]
    places = packed["force-include"]
    assert all(places[name] == f"tiktok_photo_video/_skill/{name}" for name in places)
    built_from = (*places, *packed["packages"])
    assert [p for p in skill_files() if not p.startswith(built_from)] == []
    assert all(any(p.startswith(base) for p in skill_files()) for base in built_from)
