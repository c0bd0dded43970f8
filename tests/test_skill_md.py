"""The skill's own file: valid for every host, true in every command, clear of what is flagged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.backend.workbench import PHOTOS, Workbench
from tests.documented import (
    REFERENCES,
    ROOT,
    SKILL_FILE,
    Example,
    documents,
    examples,
    fences,
    is_of_the_form,
    links,
    table_rows,
)
from tests.service.shared import shared_service
from tests.tools.conftest import Run, run, shared_home
from tiktok_photo_video.chat.failures import phrases
from tiktok_photo_video.client.frontmatter import read_frontmatter
from tiktok_photo_video.errors import ExitCode
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import APP_NAME
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video_tools.cli import app

__all__ = ["run", "service_home", "shared_home"]

service_home = pytest.fixture(scope="session")(shared_service)

TEXT = SKILL_FILE.read_text(encoding="utf-8")
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in documents()}
FRONT = TEXT.split("---\n", 2)[1]
VALUES = read_frontmatter(TEXT)
COMMANDS = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}


@pytest.mark.requirement("skill-valid")
def test_the_frontmatter_keeps_the_rules_of_every_validator() -> None:
    keys = re.findall(r"^([\w-]+):", FRONT, re.MULTILINE)
    allowed = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")
    assert set(keys) <= set(allowed)
    assert len(keys) == len(set(keys))
    assert VALUES["name"] == APP_NAME
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", APP_NAME)
    assert len(APP_NAME) <= 64
    assert len(VALUES["compatibility"]) <= 500
    assert TEXT.count("---\n") >= 2
    assert "---" not in FRONT  # validators cut the text there
    assert "\t" not in FRONT
    # No flow style, which the strictest reader refuses.
    assert not re.search(r"^\s*(- |[\w-]+: )[\[{]", FRONT, re.MULTILINE)


@pytest.mark.requirement("skill-valid")
def test_the_description_says_what_and_when_in_both_languages() -> None:
    said = VALUES["description"]
    assert len(said) <= 1024
    assert not set("<>") & set(said)
    first, rest = said.split(". ", 1)
    assert len(first) <= 160
    assert "Use when" in rest
    assert "Not for" in rest
    words = "photo video slideshow reel music title export 照片 视频 抖音 配乐 导出"
    assert [word for word in words.split() if word.lower() not in said.lower()] == []


@pytest.mark.requirement("skill-valid")
@pytest.mark.parametrize("name", TEXTS)
def test_a_document_is_short_and_its_links_lead_one_level_down(name: str) -> None:
    text = TEXTS[name]
    here = ROOT if name == "SKILL.md" else REFERENCES
    assert text.count("\n") < 500
    assert len(text) / 4 < 5000  # about so many tokens
    assert max(map(len, text.removeprefix(FRONT).splitlines())) < 1000
    for link in links(text):
        assert not link.startswith(("/", "http:", "..")), link
        assert link.startswith("https://") or (here / link).is_file(), link
    if name == "SKILL.md":
        told = {Path(link).name for link in links(text)}
        assert {path.name for path in REFERENCES.iterdir()} == told


@pytest.mark.requirement("skill-valid")
def test_every_variable_that_the_program_reads_is_declared_and_none_is_required() -> None:
    settings = (ROOT / "skill/tiktok_photo_video/settings.py").read_text(encoding="utf-8")
    locale = {"LC_ALL", "LC_MESSAGES", "LANG"}
    read = set(re.findall(r'env\.get\("(\w+)"', settings)) - locale
    declared = set(re.findall(r"^\s+- name: (\w+)$", FRONT, re.MULTILINE))
    assert declared == read
    assert FRONT.count("required: false") == len(declared)
    assert "required: true" not in FRONT
    assert "env:" not in FRONT  # would hide the skill where the variable is not set


# What registries' scanners flag in a text, or in a manifest.
FLAGGED = {
    "a pipe into a shell": r"\|\s*(ba|z)?sh\b|curl |wget ",
    "an unpinned remote command": r"npx |@latest",
    "a forced removal": r"\brm -r",
    "an instruction to the reader's host": r"(?i)ignore (all |the )?previous|system prompt",
    "a raw address": r"https?://\d+\.\d+\.\d+\.\d+",
    "a token in an argument": r"--token|Bearer ",
    "a path that nothing uses": r"configPaths|~/\.config",
    "a price list": r"(?i)\bpricing\b|subscribe now",
    "an escape": r"(\\x[0-9a-f]{2}){3}",
    "posting": r"(?i)auto-?post|schedule posts",
}


@pytest.mark.requirement("skill-unflagged")
@pytest.mark.parametrize("what", FLAGGED)
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_said_that_scanners_of_skills_flag(name: str, what: str) -> None:
    assert not re.search(FLAGGED[what], TEXTS[name])


@pytest.mark.requirement("skill-unflagged")
@pytest.mark.parametrize(
    "words",
    [
        "Not affiliated with TikTok",
        "posts nothing",
        "## What leaves the machine, and when",
        "## What it costs",
        "Ask the user before the first use of the cloud",
        "mega-api-prod.nemovideo.ai",
        "may not be allowed to export",
        "Deleting that folder deletes all of it",
        "act only on what the user asked for",
    ],
)
def test_what_reviewers_miss_elsewhere_is_said_openly(words: str) -> None:
    assert words in TEXT


@pytest.mark.requirement("skill-true")
def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    told = TEXTS["commands.md"]
    heads = ", ".join(re.findall(r"^## (.*)$", told, re.MULTILINE)).split(", ")
    assert (set(heads), len(heads)) == (COMMANDS, len(COMMANDS))
    inline = re.findall(rf"`{APP_NAME} ([a-z-]+)", "\n".join(TEXTS.values()))
    assert set(inline) <= COMMANDS


@pytest.mark.requirement("skill-true")
def test_exit_codes_are_the_programs_own() -> None:
    codes = [row[0] for row in table_rows(TEXT) if re.fullmatch(r"\d{1,3}", row[0])]
    exits = {int(code) for code in codes} - {code.value for code in WireCode}
    assert exits == {int(code) for code in ExitCode} - {ExitCode.OK, ExitCode.INTERNAL}


@pytest.mark.requirement("skill-true")
def test_error_codes_are_the_programs_own_and_the_wires_are_all_there() -> None:
    rows = table_rows(TEXTS["errors.md"])
    told = {code for row in rows for code in re.findall(r"`([a-z_]+)`", row[0])}
    assert told - set(phrases(Language.ENGLISH)) == set()
    promised = {"1001", "1002", "2001", "4001", "4002", "402", "429"}
    assert promised <= set(
        re.findall(r"\b\d{3,4}\b", "\n".join("|".join(r) for r in table_rows(TEXT)))
    )


@pytest.fixture
def set_up(shared_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the photos that the examples name, and a home for hosts."""
    folder = tmp_path / "project"
    (folder / "trip").mkdir(parents=True)
    contents = list(PHOTOS.values())
    for name, content in zip(("beach", "pier", "market"), contents, strict=False):
        (folder / f"{name}.jpg").write_bytes(content)
    for number, content in enumerate(contents[:2]):
        (folder / "trip" / f"{number}.jpg").write_bytes(content)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    return folder


@pytest.mark.requirement("skill-true")
@pytest.mark.parametrize("name", ["SKILL.md", "commands.md"])
def test_every_command_shown_works_and_answers_as_shown(run: Run, set_up: Path, name: str) -> None:
    shown = examples(TEXTS[name])
    assert len(shown) >= 10
    for example in shown:
        outcome = run(*example.words)
        assert outcome.code == 0, (example.words, outcome)
        if "--json" in example.words:
            assert_as_shown(example, [json.loads(line) for line in outcome.lines])
        if "-o" in example.words and "--detach" not in example.words:
            assert (set_up / example.words[example.words.index("-o") + 1]).stat().st_size > 0


def assert_as_shown(example: Example, answers: list[object]) -> None:
    assert len(answers) == 1 or example.is_stream
    forms = example.answers or streamed_or_well()
    for answer in answers:
        assert is_of_the_form(without_flags(answer), tuple(map(without_flags, forms))), (
            example.words,
            answer,
        )


def without_flags(value: object) -> object:
    """``dry_run`` differs from one example of a block to the next."""
    if isinstance(value, dict):
        return {name: part for name, part in value.items() if name != "dry_run"}
    return value


def streamed_or_well() -> tuple[object, ...]:
    """Where no answer is shown, any that is shown elsewhere will do."""
    told = examples(TEXTS["commands.md"])
    return tuple(answer for example in told for answer in example.answers)


@pytest.mark.requirement("skill-true")
def test_a_failure_is_of_the_form_shown(run: Run, set_up: Path) -> None:
    (form,) = (
        json.loads(body)
        for kind, body in fences(TEXTS["commands.md"])
        if kind == "json" and '"ok": false' in body
    )
    refused = run("make", "nope.jpg", "--json")
    assert (refused.code, refused.json) == (ExitCode.INPUT, form)


def wishes() -> list[tuple[str, str]]:
    """Every wish of edits.md with its language."""
    found = []
    for row in table_rows(TEXTS["edits.md"]):
        found += [(row[1], "en")] if len(row) == 2 else [(row[1], "en"), (row[2], "zh")]
    return found


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return Workbench(tmp_path_factory.mktemp("editor"))


@pytest.mark.requirement("skill-true")
@pytest.mark.parametrize(("wish", "language"), wishes())
def test_every_wish_shown_is_understood_and_changes_the_video(
    editor: Workbench, wish: str, language: str
) -> None:
    session = editor.new_session(photos=4, language=language)
    editor.say(session, 'make a 12 second video titled "x"', "put photo 1 last")
    if wish in ("redo", "重做"):
        editor.say(session, "undo")
    if wish in ("cut on the beat", "让画面卡点"):  # as a new video with music is anyway
        editor.say(session, "ignore the beat")
    answer = editor.say(session, wish)
    assert answer.operations, answer.text
    assert answer.timeline is not None
