"""The receipt of an export: beside the video, in its status, and what it comes to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.backend.workbench import Workbench
from tiktok_photo_video.backend import receipts as module
from tiktok_photo_video.backend.tiktok_limits import Facts, Wanted, checks_of
from tiktok_photo_video.render.receipt import Measured, Pictures, Sounds
from tiktok_photo_video.timeline.model import Motion, MotionKind, Timeline, Track, TrackKind
from tiktok_photo_video.wire.draft import draft_from_timeline, timeline_from_draft
from tiktok_photo_video.wire.receipts import Receipt, Verdict, parse_receipt, receipt_beside
from tiktok_photo_video.wire.routes import EXTENSION_KEY


def receipt_of(bench: Workbench, render_id: str = "r1") -> Receipt:
    receipt = parse_receipt(bench.finished(render_id).extensions["receipt"])
    assert receipt is not None
    return receipt


def export(bench: Workbench, timeline: Timeline, render_id: str = "r1", **wish: object) -> Receipt:
    session = bench.new_session()
    output = {EXTENSION_KEY: wish} if wish else {}
    bench.order(session, draft_from_timeline(timeline), render_id=render_id, output=output)
    return receipt_of(bench, render_id)


@pytest.fixture
def timeline(bench: Workbench) -> Timeline:
    # Large enough for a camera move to be seen.
    draft = bench.tiny_draft(bench.new_session())
    return replace(timeline_from_draft(draft), width_px=216, height_px=384)


def held(timeline: Timeline) -> Timeline:
    """The same with photos that rest."""
    pictures = tuple(replace(c, motion=Motion(MotionKind.NONE)) for c in timeline.pictures)
    others = tuple(t for t in timeline.tracks if t.kind is not TrackKind.VIDEO)
    return replace(timeline, tracks=(Track(TrackKind.VIDEO, pictures), *others))


def failing(receipt: Receipt) -> set[str]:
    return {check.id for check in receipt.open_checks}


@pytest.mark.requirement("receipt-with-every-export")
def test_an_export_has_its_receipt_in_the_status_and_beside_the_delivered_file(
    bench: Workbench, timeline: Timeline, tmp_path: Path
) -> None:
    target = tmp_path / "out.mp4"
    receipt = export(bench, timeline, deliver_to=str(target))
    beside = tmp_path / "out.receipt.json"
    assert bench.finished().extensions["receipt_delivered_to"] == str(beside)
    assert parse_receipt(json.loads(beside.read_text(encoding="utf-8"))) == receipt
    assert receipt.size_bytes == target.stat().st_size
    assert receipt.picture.frame_count == timeline.duration
    # Tiny on purpose, and told so; of all else TikTok has nothing to say.
    assert failing(receipt) == {"sides"}
    assert receipt.verdict is Verdict.FAIL


@pytest.mark.requirement("receipt-reproducible")
def test_the_same_export_again_has_the_same_receipt_and_is_not_measured_again(
    bench: Workbench, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(bench, timeline)

    def not_again(*_: object, **__: object) -> None:
        raise AssertionError("measured twice")

    monkeypatch.setattr(module, "measure", not_again)
    assert export(bench, timeline, "r2") == first


@pytest.mark.requirement("receipt-stills")
def test_photos_that_are_to_rest_are_told_as_meant(bench: Workbench, timeline: Timeline) -> None:
    receipt = export(bench, held(timeline))
    assert receipt.stills
    assert all(still.is_meant for still in receipt.stills)
    assert "frozen" not in failing(receipt)


@pytest.mark.requirement("receipt-with-every-export")
def test_a_chosen_silence_is_no_fault(bench: Workbench, timeline: Timeline) -> None:
    mute = tuple(t for t in timeline.tracks if t.kind is not TrackKind.AUDIO)
    receipt = export(bench, replace(timeline, tracks=mute))
    assert "loudness" not in failing(receipt)
    assert receipt.sound is not None
    assert receipt.sound.loudness_lufs is None


@pytest.mark.requirement("receipt-promised-sound")
@pytest.mark.parametrize(
    ("lufs", "dbtp", "has_own_level", "told"),
    [
        (-14.5, -1.5, False, set()),
        (-13.5, -3.0, False, set()),
        (-14.6, -3.0, False, {"loudness"}),
        (-13.4, -3.0, False, {"loudness"}),
        (-20.0, -3.0, True, set()),
        (-14.0, -1.4, False, {"true_peak"}),
        (None, None, True, set()),
    ],
)
def test_sound_is_held_to_what_is_promised_of_it(
    *, lufs: float | None, dbtp: float | None, has_own_level: bool, told: set[str]
) -> None:
    pictures = Pictures("h264", "High", "yuv420p", 1080, 1920, 30.0, 90, 1, 1, 1, False)
    sounds = Sounds("aac", 48_000, 2, lufs, dbtp)
    file = Measured("mp4", True, "", 1_000_000, 3.0, pictures, sounds, ())
    checks = checks_of(Facts(file, (), Wanted(90, has_own_level)))
    assert {check.id for check in checks if check.verdict is not Verdict.PASS} == told


@pytest.mark.requirement("receipt-takes-no-name")
@pytest.mark.parametrize("may_replace", [True, False])
def test_a_file_that_is_no_receipt_keeps_its_name(
    *, bench: Workbench, timeline: Timeline, tmp_path: Path, may_replace: bool
) -> None:
    mine = tmp_path / "out.receipt.json"
    mine.write_text("what I paid", encoding="utf-8")
    export(bench, timeline, deliver_to=str(tmp_path / "out.mp4"), replace=may_replace)
    assert (tmp_path / "out.mp4").is_file()
    assert mine.read_text(encoding="utf-8") == "what I paid"


@pytest.mark.requirement("receipt-takes-no-name")
def test_an_earlier_receipt_gives_way_with_the_video_it_was_of(
    bench: Workbench, timeline: Timeline, tmp_path: Path
) -> None:
    target = tmp_path / "out.mp4"
    export(bench, timeline, deliver_to=str(target))
    other = export(bench, held(timeline), "r2", deliver_to=str(target))
    beside = json.loads(receipt_beside(target).read_text(encoding="utf-8"))
    assert parse_receipt(beside) == other
