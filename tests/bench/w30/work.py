"""The work that is measured: photos under a slow zoom, half-second crossfades, a song."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from tiktok_photo_video.backend.media_store import Kept, MediaStore
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.edits import Insert, Reorder, SetCaption, SetTransition
from tiktok_photo_video.timeline.model import (
    Clip,
    ExternalReference,
    Focus,
    MediaKind,
    Motion,
    MotionKind,
    ResizeMode,
    Timeline,
    TimeRange,
    TitleReference,
    Track,
    TrackKind,
    TransitionType,
)

PHOTO_S, FADE_S, FPS, ZOOM = 6, 0.5, 30, 0.12
WIDTH_PX, HEIGHT_PX = 1080, 1920
PHOTO_FRAMES, FADE_FRAMES = PHOTO_S * FPS, round(FADE_S * FPS)
SAMPLE_RATE_HZ = 48_000
# Such that twelve megapixels come to about 2.4 MB, as in what phones take.
_QUALITIES = {".jpg": 90, ".heic": 54}
_SUFFIXES = frozenset({".heic", ".heif", ".jpg", ".jpeg", ".png", ".avif", ".webp"})
_LONG_PX, _SHORT_PX = 4032, 3024  # 12 megapixels


def photos_in(folder: Path, count: int) -> list[Path]:
    """The first photos of a folder, by name.

    Raises:
        SystemExit: there are fewer.
    """
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in _SUFFIXES)
    if len(found) < count:
        raise SystemExit(f"{folder} holds {len(found)} photos; {count} are needed.")
    return found[:count]


def paint_photos(folder: Path, count: int, *, suffix: str = ".jpg") -> list[Path]:
    """Twelve-megapixel pictures with edges, gradients and grain, for whoever brings none."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"painted_{number}{suffix}" for number in range(count)]
    for seed, path in enumerate(paths):
        if not path.exists():
            _painted(seed).save(path, quality=_QUALITIES[suffix])
    return paths


def _painted(seed: int) -> Image.Image:
    dice = np.random.default_rng(seed)
    rows, columns = _LONG_PX, _SHORT_PX
    picture = np.zeros((rows // 4, columns // 4, 3))
    # Noise at every scale looks like foliage and stone; flat shapes bring hard edges.
    for size, weight in ((8, 90), (32, 50), (128, 28), (512, 14)):
        coarse = Image.fromarray(dice.integers(0, 256, (size, size, 3), dtype=np.uint8))
        spread = coarse.resize((columns // 4, rows // 4), Image.Resampling.BICUBIC)
        picture += (np.asarray(spread) / 255 - 0.5) * weight
    for _ in range(30):
        top, left = dice.integers(0, rows // 4), dice.integers(0, columns // 4)
        height, width = dice.integers(20, 300, 2)
        picture[top : top + height, left : left + width] += dice.normal(0, 30, 3)
    small = Image.fromarray(np.clip(picture + 128, 0, 255).astype(np.uint8))
    large = small.resize((columns, rows), Image.Resampling.LANCZOS)
    grain = dice.normal(0, 3, (rows, columns, 1))
    grained = np.clip(np.asarray(large.filter(ImageFilter.SHARPEN)) + grain, 0, 255)
    return Image.fromarray(grained.astype(np.uint8))


def write_song(path: Path, duration_s: float, *, pitch_hz: float = 220.0) -> Path:
    """Chords with harmonics and a little noise, as a WAV: something for AAC to chew on."""
    at = np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    beat = np.exp(-3.0 * (at % 0.5))
    tones = [
        np.sin(2 * np.pi * pitch_hz * ratio * at) / n
        for n, ratio in enumerate((1, 1.26, 1.5, 2, 3), 1)
    ]
    noise = np.random.default_rng(1).normal(0, 0.02, (len(at), 2))
    samples = np.clip(0.25 * (sum(tones) * beat)[:, None] + noise, -1, 1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def take_in(media: MediaStore, paths: Sequence[Path]) -> list[Kept]:
    """Files into the store, as an upload brings them."""
    kept = []
    for path in paths:
        with media.incoming_file() as part:
            part.write_bytes(path.read_bytes())
            kept.append(media.take_in(part, name=path.name))
    return kept


def slideshow(photos: Sequence[Kept], song: Kept, count: int) -> Timeline:
    """``count`` photos of six seconds, the given ones again and again."""
    clips = tuple(_clip(number, photos) for number in range(count))
    plain = apply(Timeline(), Insert(0, clips))
    faded = apply(plain, SetTransition((TransitionType.CROSSFADE,), FADE_FRAMES))
    return with_song(faded, song)


def _clip(number: int, photos: Sequence[Kept]) -> Clip:
    again, which = divmod(number, len(photos))
    kept = photos[which]
    info = kept.info
    picture = ExternalReference(
        kept.name, info.content_hash, width_px=info.width_px, height_px=info.height_px
    )
    return Clip(
        f"p{number}",
        picture,
        TimeRange(0, PHOTO_FRAMES),
        resize_mode=ResizeMode.COVER,
        # Shown again it moves a little otherwise: no chunk is found in the cache.
        motion=Motion(MotionKind.ZOOM_IN, ZOOM + again / 1000),
        # Without a focus a face could forbid a part of the zoom, and the work be another.
        focus=Focus(0.5, 0.5),
    )


def with_song(timeline: Timeline, song: Kept) -> Timeline:
    """The same pictures to another song."""
    clip = Clip(
        "song",
        ExternalReference(song.name, song.info.content_hash, MediaKind.AUDIO),
        TimeRange(0, timeline.duration),
    )
    tracks = tuple(track for track in timeline.tracks if track.kind is not TrackKind.AUDIO)
    return replace(timeline, tracks=(*tracks, Track(TrackKind.AUDIO, (clip,))))


def with_title(timeline: Timeline, text: str) -> Timeline:
    """A title on the second photo, as long as that is seen."""
    second = timeline.photos[1]
    return apply(timeline, SetCaption(second.id, TitleReference(text)))


def with_photo_moved(timeline: Timeline) -> Timeline:
    """The last photo comes second."""
    ids = [clip.id for clip in timeline.photos]
    return apply(timeline, Reorder((ids[0], ids[-1], *ids[1:-1])))
