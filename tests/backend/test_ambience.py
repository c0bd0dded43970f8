"""Without music: what clips bring along is heard alone, and so it is told."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.backend.songs import decoded
from tests.backend.workbench import TINY_HEIGHT_PX, TINY_WIDTH_PX, Workbench
from tests.film_factory import numbered, write_film
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.backend.soundtrack import soundtrack
from tiktok_photo_video.music import SAMPLE_RATE_HZ
from tiktok_photo_video.render.chunk_cache import ChunkCache
from tiktok_photo_video.timeline.model import ExternalReference, Timeline
from tiktok_photo_video.timeline.tracks import is_film
from tiktok_photo_video.wire.draft import draft_from_timeline
from tiktok_photo_video.wire.receipts import parse_receipt

WISHES = [
    "no music, I add a sound in the app",
    "no music, only the original audio of the clips",
    "mute the music but keep the sound of my clips",
    "不要音乐,只保留视频原声",
    "不要音乐，我在抖音里自己加声音",
    "只要原声",
]


def session_with_clip(bench: Workbench, folder: Path) -> Session:
    """A photo, and two seconds of film that is heard throughout."""
    pictures = [numbered(at, 96, 160) for at in range(60)]
    film = write_film(folder / "film.mp4", pictures, tone_s=2.0)
    session = bench.new_session(photos=1)
    with bench.backend.media.incoming_file() as path:
        shutil.copy(film, path)
        bench.backend.sessions.add_media(session, [bench.backend.media.take_in(path, name="a.mp4")])
    return session


def music_is_heard(timeline: Timeline) -> bool:
    return timeline.music is not None and not timeline.music.is_muted


def clip_span_s(timeline: Timeline) -> tuple[float, float]:
    start = 0
    for clip in timeline.pictures:
        if isinstance(clip.media, ExternalReference) and is_film(clip.media):
            break
        start += clip.duration
    return float(start / timeline.rate), float((start + clip.duration) / timeline.rate)


@pytest.mark.requirement("sound-ambience")
@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("is_new", [True, False], ids=["new", "edited"])
def test_words_for_no_music_leave_the_clips_to_be_heard(
    bench: Workbench, tmp_path: Path, wish: str, is_new: bool
) -> None:
    session = session_with_clip(bench, tmp_path)
    if is_new:
        opening = "a 5 second video, " if wish.isascii() else "做一个5秒的视频，"
        bench.say(session, opening + wish)
    else:
        bench.say(session, "a 5 second video with upbeat music", wish)
    timeline = bench.timeline(session)
    assert not music_is_heard(timeline)
    assert not any(clip.is_muted for clip in timeline.pictures)


@pytest.mark.requirement("sound-ambience")
def test_an_export_without_music_holds_the_sound_of_the_clips_and_nothing_else(
    bench: Workbench, tmp_path: Path
) -> None:
    session = session_with_clip(bench, tmp_path)
    bench.say(session, "a 5 second video, no music, only the original audio")
    timeline = bench.timeline(session)
    run = soundtrack(timeline, ChunkCache(tmp_path / "sounds"), bench.backend.media.original)
    sound = np.abs(decoded(run)[1024:]).max(axis=1)
    start, end = (round(at_s * SAMPLE_RATE_HZ) for at_s in clip_span_s(timeline))
    far = SAMPLE_RATE_HZ // 2  # transitions lend a clip's sound to its neighbours
    around = np.concatenate([sound[: max(start - far, 0)], sound[end + far :]])
    assert sound[start + far : end - far].max() > 0.05
    assert len(around) > SAMPLE_RATE_HZ
    assert around.max() < 1e-3
    tiny = replace(timeline, width_px=TINY_WIDTH_PX, height_px=TINY_HEIGHT_PX)
    bench.order(session, draft_from_timeline(tiny))
    receipt = parse_receipt(bench.finished().extensions["receipt"])
    assert receipt is not None
    assert receipt.sound is not None
    assert math.isfinite(receipt.sound.loudness_lufs or math.nan)
    assert "loudness" not in {check.id for check in receipt.open_checks}
