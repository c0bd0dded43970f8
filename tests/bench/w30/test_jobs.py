"""The bench itself, on a tiny canvas: its jobs do what they say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.bench.w30 import jobs, work
from tiktok_photo_video.timeline.model import Timeline


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> jobs.Specification:
    """One small photo, a second and a half on a small canvas."""
    slideshow = work.slideshow
    monkeypatch.setattr(work, "PHOTO_FRAMES", 24)
    monkeypatch.setattr(work, "FADE_FRAMES", 6)

    def small(*each: object) -> Timeline:
        return replace(slideshow(*each), width_px=72, height_px=128)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "slideshow", small)
    photo = tmp_path / "photo.png"
    Image.effect_noise((144, 256), 60).convert("RGB").save(photo)
    songs = [work.write_song(tmp_path / f"{hz}.wav", 2.0, pitch_hz=hz) for hz in (200.0, 300.0)]
    return {
        "home": str(tmp_path / "home"),
        "photos": [str(photo)],
        "songs": [str(song) for song in songs],
        "count": 2,
        "out": str(tmp_path / "out.mp4"),
    }


@pytest.mark.requirement("bench-runs")
@pytest.mark.parametrize("name", jobs.JOBS)
def test_each_job_of_the_bench_tells_figures(name: str, given: jobs.Specification) -> None:
    told = jobs.JOBS[name](given)
    assert told
    assert all(float(value) > 0 for value in told.values())
