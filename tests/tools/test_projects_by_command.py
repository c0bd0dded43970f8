"""Projects by command: edits, history, looks, and what each command writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.conftest import Run
from tiktok_photo_video.errors import ExitCode


def length_s(run: Run, *words: str) -> float:
    """The length of a project's video, from its draft."""
    draft = run("timeline", "--json", *words).json["draft"]
    return max(int(s["s"] + s["d"]) for track in draft["t"] for s in track["sg"]) / 1000


@pytest.mark.requirement("cli-chat")
def test_edits_in_english_and_chinese_change_the_timeline(run: Run, project: str) -> None:
    english = run("chat", "-m", "make it 5 seconds")
    assert (english.code, english.out) == (0, "Length: 3s → 5s.\n")
    assert length_s(run) == 5.0
    chinese = run("chat", "-m", "改成四秒")
    assert "4" in chinese.out
    assert "→" in chinese.out
    assert length_s(run) == 4.0


@pytest.mark.requirement("cli-history")
def test_undo_and_redo_are_commands(run: Run, project: str) -> None:
    run("chat", "-m", "make it 5 seconds")
    undone = run("undo", "--json").json
    assert undone["ok"]
    assert "5s → 3s" in undone["said"][0]
    assert length_s(run) == 3.0
    assert "3s → 5s" in run("redo").out
    assert length_s(run) == 5.0
    assert run("redo").out == "There is nothing to redo.\n"


@pytest.mark.requirement("cli-timeline")
def test_the_timeline_is_told_in_words_and_as_json(run: Run, project: str) -> None:
    words = run("timeline")
    assert words.code == 0
    assert "3 photos" in words.out
    facts = run("timeline", "--json").json
    assert (facts["ok"], facts["project"]) == (True, project)
    assert facts["photos"] == ["quadrants.jpg", "red.jpg", "blue.jpg"]
    assert facts["summary"] in words.out
    assert len(facts["draft"]["t"]) >= 2


@pytest.mark.requirement("cli-chat-stream")
def test_chat_streams_one_object_a_line(run: Run, project: str) -> None:
    outcome = run("chat", "-m", "make it 5 seconds", "--json")
    events = [json.loads(line) for line in outcome.lines]
    assert {"type": "say", "text": "Length: 3s → 5s."} in events
    assert all(event["type"] for event in events)
    assert outcome.err == ""


@pytest.mark.requirement("cli-chat-stream")
def test_the_stream_ends_with_done(run: Run, project: str) -> None:
    outcome = run("chat", "-m", "make it 5 seconds", "--json")
    assert json.loads(outcome.lines[-1]) == {"type": "done", "ok": True}


@pytest.mark.requirement("chat-storyboards")
def test_an_edit_shows_programs_a_storyboard_of_what_the_video_has_become(
    run: Run, project: str
) -> None:
    def shown(message: str) -> list[Path]:
        lines = run("chat", "-m", message, "--json").lines
        events = [json.loads(line) for line in lines]
        return [Path(event["path"]) for event in events if event["type"] == "storyboard"]

    (path,) = shown("make it 5 seconds")
    before = path.read_bytes()
    assert len(before) < 200_000
    with Image.open(path) as picture:
        assert picture.format == "JPEG"
        assert picture.width > picture.height
    assert shown("how long is it?") == []
    (again,) = shown("put the last photo first")
    assert again == path
    assert again.read_bytes() != before


@pytest.mark.requirement("cli-preview")
def test_previews_are_pictures_with_their_path_on_a_line_of_its_own(
    run: Run, project: str, folder: Path
) -> None:
    sheet = run("preview")
    assert sheet.lines == [str(folder / "storyboard.jpg")]
    frame = run("preview", "--at", "1.5", "-o", "at 1.5.jpg", "--json").json
    assert frame["path"] == str(folder / "at 1.5.jpg")
    for name in ("storyboard.jpg", "at 1.5.jpg"):
        with Image.open(folder / name) as picture:
            assert picture.format == "JPEG"
            picture.load()
    refused = run("preview", "-o", folder / "missing" / "a.jpg")
    assert refused.code == ExitCode.INPUT
    assert "missing" in refused.err


@pytest.mark.requirement("cli-draft")
def test_a_draft_is_a_video_with_its_path_on_a_line_of_its_own(
    run: Run, project: str, folder: Path
) -> None:
    assert run("preview", "--draft").lines == [str(folder / "draft.mp4")]
    drawn = run("preview", "--draft", "-o", "quick look.mp4", "--json").json
    assert drawn["path"] == str(folder / "quick look.mp4")
    assert b"ftyp" in (folder / "quick look.mp4").read_bytes()[:16]
    both = run("preview", "--draft", "--at", "1")
    assert both.code == ExitCode.USAGE
    assert "--at" in both.err
    assert run("preview", "--draft", "-o", "look.jpg").code == ExitCode.INPUT


@pytest.mark.requirement("cli-options-named")
def test_a_wrong_value_is_told_with_its_option(run: Run, shared_home: Path) -> None:
    refused = run("preview", "--at", "abc")
    assert refused.code == ExitCode.USAGE
    assert "--at" in refused.err


@pytest.mark.requirement("cli-preview")
def test_a_moment_past_the_end_is_told_with_the_length(run: Run, project: str) -> None:
    refused = run("preview", "--at", "9999")
    assert refused.code != 0
    assert "only" in refused.err


@pytest.mark.requirement("cli-credits")
def test_nothing_costs_anything_here(run: Run, shared_home: Path) -> None:
    assert "free" in run("credits").out
    facts = run("credits", "--json").json
    assert facts["metered"] is False
    assert facts["available"] + facts["frozen"] == facts["total"]


@pytest.mark.requirement("cli-projects")
def test_projects_are_listed_and_chosen_by_a_beginning(
    run: Run, project: str, photos: list[Path]
) -> None:
    run("chat", "--new", photos[0], "-m", "a 4 second video")
    assert [p["id"] for p in run("projects", "--json").json["projects"]][1] == project
    assert project in run("projects").out
    assert length_s(run) == 4.0
    assert length_s(run, "--project", project[:12]) == 3.0
    unknown = run("timeline", "--project", "no-such")
    assert unknown.code == ExitCode.INPUT
    assert "no-such" in unknown.err


@pytest.mark.requirement("cli-projects")
def test_the_project_used_last_is_the_one_meant(run: Run, project: str, photos: list[Path]) -> None:
    run("chat", "--new", photos[0], "-m", "a 4 second video")
    run("timeline", "--project", project)
    assert run("timeline", "--json").json["project"] == project


@pytest.mark.requirement("cli-export")
def test_a_detached_export_is_waited_for_by_status(run: Run, project: str, folder: Path) -> None:
    target = folder / "后 台.mp4"
    begun = run("export", "-o", target, "--detach", "--json")
    assert (begun.code, begun.json["ok"], begun.json["project"]) == (0, True, project)
    rows = run("status", "--wait", "60", "--json").json["exports"]
    assert (rows[0]["path"], rows[0]["state"]) == (str(target), "completed")
    assert rows[0]["size_bytes"] == target.stat().st_size
    assert rows[0]["duration_s"] == 3.0
    assert f"done: {target}" in run("status").lines


@pytest.mark.requirement("cli-export")
def test_an_export_under_way_can_be_called_off_and_no_file_appears(
    run: Run, project: str, folder: Path
) -> None:
    run("chat", "-m", "make it 30 seconds")
    run("export", "-o", "never.mp4", "--detach")
    assert run("cancel").out.startswith("cancelled: ")
    nothing = run("cancel", "--json")
    assert nothing.code == ExitCode.INPUT
    assert nothing.json["error"]["code"] == "nothing_running"
    row = run("status", "--wait", "30", "--json").json["exports"][0]
    assert row["state"] == "cancelled"
    assert not (folder / "never.mp4").exists()
    unknown = run("cancel", "render_unknown")
    assert unknown.code == ExitCode.BACKEND
    assert "no such export" in unknown.err


@pytest.mark.requirement("cli-status")
def test_a_video_its_owner_took_away_stays_away(run: Run, project: str, folder: Path) -> None:
    run("chat", "-m", "make it 1 second")
    run("export", "-o", "moved.mp4")
    (folder / "moved.mp4").rename(folder / "kept.mp4")
    run("status")
    assert not (folder / "moved.mp4").exists()


@pytest.mark.requirement("cli-status")
def test_status_tells_true_facts_of_a_video_it_delivers(
    run: Run, project: str, folder: Path
) -> None:
    run("chat", "-m", "make it 1 second")
    run("export", "-o", "later.mp4", "--detach")
    told = run("status", "--wait", "60")
    assert str(folder / "later.mp4") in told.lines
    assert "0x0" not in told.out


@pytest.mark.requirement("cli-empty-project")
def test_an_empty_project_says_what_to_do(run: Run, shared_home: Path, folder: Path) -> None:
    begun = run("chat", "--new", "-m", "a 6 second video")
    assert (begun.code, "photos" in begun.out) == (0, True)
    assert "photos" in run("timeline").out
    assert run("timeline", "--json").json["draft"] in (None, {})
    for words in (("export",), ("chat", "-m", "export"), ("preview",)):
        refused = run(*words)
        assert refused.code in (ExitCode.INPUT, ExitCode.BACKEND)
        assert "photos" in refused.err
    assert [path.suffix for path in folder.iterdir() if path.suffix != ".jpg"] == []


@pytest.mark.requirement("cli-empty-message")
@pytest.mark.parametrize("message", ["", "   ", "\n"])
def test_an_empty_message_is_met_with_plain_words(run: Run, project: str, message: str) -> None:
    outcome = run("chat", "-m", message)
    assert "new_message" not in outcome.err
    assert outcome.code in (ExitCode.OK, ExitCode.INPUT)


@pytest.mark.requirement("cli-doctor")
def test_all_is_well_here_and_each_check_says_so(run: Run, shared_home: Path) -> None:
    report = run("doctor", "--json").json
    assert [check["name"] for check in report["checks"] if not check["ok"]] == []
    assert report["ok"]
    told = run("doctor")
    assert told.code == 0
    assert all(line.startswith("ok ") for line in told.lines)
    assert len(told.lines) == len(report["checks"])


@pytest.mark.requirement("cli-doctor")
def test_a_home_that_cannot_be_used_is_found_by_the_doctor(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(tmp_path / "file"))
    outcome = run("doctor", "--json")
    assert outcome.code == ExitCode.INTERNAL
    bad = {check["name"]: check["hint"] for check in outcome.json["checks"] if not check["ok"]}
    assert "TIKTOK_PHOTO_VIDEO_HOME" in bad["home folder"]
    assert "BAD home folder" in run("doctor").out


@pytest.mark.requirement("cli-service")
def test_the_running_service_is_told_of_and_not_started_twice(run: Run, shared_home: Path) -> None:
    facts = run("serve", "--status", "--json").json
    assert facts["running"]
    assert str(facts["pid"]) in run("serve", "--status").out
    twice = run("serve")
    assert twice.code == ExitCode.INPUT
    assert "running already" in twice.err


@pytest.mark.requirement("cli-preview")
def test_a_preview_is_a_jpeg_and_is_called_one(run: Run, project: str, folder: Path) -> None:
    refused = run("preview", "-o", "sheet.png")
    assert refused.code == ExitCode.INPUT
    assert "sheet.jpg" in refused.err
    assert not (folder / "sheet.png").exists()
