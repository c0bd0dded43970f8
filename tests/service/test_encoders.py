"""Encoders in chips: tried in a process of their own, and none where there is no chip."""

from __future__ import annotations

import subprocess

import pytest

from tiktok_photo_video.render import trial
from tiktok_photo_video.render.codecs import HARDWARE, HardwareSettings
from tiktok_photo_video.service import encoders


@pytest.mark.requirement("file-encoder-choice")
def test_an_encoder_that_is_none_fails_its_trial_in_another_process() -> None:
    assert not encoders.works_here("no such encoder")


@pytest.mark.requirement("file-encoder-choice")
def test_a_driver_that_hangs_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, timeout: float, **__: object) -> None:
        raise subprocess.TimeoutExpired("trial", timeout)

    monkeypatch.setattr(subprocess, "run", hang)
    assert not encoders.works_here("hangs")


@pytest.mark.requirement("file-encoder-choice")
def test_a_trial_passes_only_where_frames_come_out(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = HardwareSettings("libx264", (("preset", "ultrafast"),))
    broken = HardwareSettings("no_such_codec", ())
    monkeypatch.setattr(trial, "HARDWARE", {"works": stand_in, "broken": broken})
    assert [trial.main(name) for name in ("works", "broken", "unknown")] == [0, 1, 1]


@pytest.mark.requirement("file-encoder-choice")
def test_chips_give_runs_that_can_be_joined() -> None:
    assert all(each.reorder_frames == 0 for each in HARDWARE.values())
    assert all(each.codec_options["bf"] == "0" for each in HARDWARE.values())
