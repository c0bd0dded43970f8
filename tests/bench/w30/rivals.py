"""The same work by others, where they are installed: one ffmpeg command, and MoviePy."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.w30.work import (
    FADE_FRAMES,
    FADE_S,
    FPS,
    HEIGHT_PX,
    PHOTO_FRAMES,
    PHOTO_S,
    WIDTH_PX,
    ZOOM,
)
from tiktok_photo_video.render.encoder import VideoSettings


def rivals(photos: Sequence[Path], song: Path, out: Path) -> Mapping[str, list[str]]:
    """The command of each rival that can run here, by its name.

    Args:
        photos: upright JPEGs: they read no HEIC, or without its orientation.
        song: the sound, as a WAV.
        out: where the videos go.
    """
    commands: dict[str, list[str]] = {}
    if shutil.which("ffmpeg"):
        ours = VideoSettings()
        same = [f"-x264-params={':'.join(f'{k}={v}' for k, v in _tuning(ours))}"]
        for name, preset, more in (
            ("ffmpeg zoompan, our settings", ours.preset, same[0].split("=", 1)),
            ("ffmpeg zoompan, veryfast", "veryfast", []),
        ):
            target = str(out / f"{name.replace(' ', '-')}.mp4")
            encoder = ["-c:v", "libx264", "-preset", preset, "-crf", str(ours.crf), *more]
            commands[name] = [*_ffmpeg(photos, song), *encoder, *_SOUND, target]
    if importlib.util.find_spec("moviepy"):
        script = Path(__file__).with_name("moviepy_work.py")
        target = str(out / "moviepy.mp4")
        commands["MoviePy, veryfast"] = [
            sys.executable, str(script), target, str(song), *map(str, photos)
        ]  # fmt: skip
    return commands


_SOUND = ["-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart", "-y"]


def _tuning(settings: VideoSettings) -> list[tuple[str, str]]:
    """Our encoder's options, without those that a single file has no use for."""
    chunks_only = {"threads", "open-gop", "keyint", "scenecut"}
    return [(key, value) for key, value in settings.options if key not in chunks_only]


def _ffmpeg(photos: Sequence[Path], song: Path) -> list[str]:
    inputs = [word for photo in photos for word in ("-i", str(photo))]
    stages = [_zoom(number, last=number == len(photos) - 1) for number in range(len(photos))]
    shown = "v0"
    for number in range(1, len(photos)):
        offset = number * PHOTO_S
        stages.append(
            f"[{shown}][v{number}]xfade=transition=fade:duration={FADE_S}:offset={offset}[x{number}]"
        )
        shown = f"x{number}"
    length = str(len(photos) * PHOTO_S)
    return [
        *("ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", *inputs, "-i", str(song)),
        *("-filter_complex", ";".join(stages), "-map", f"[{shown}]"),
        *("-map", f"{len(photos)}:a", "-t", length),
    ]


def _zoom(number: int, *, last: bool) -> str:
    frames = PHOTO_FRAMES + (0 if last else FADE_FRAMES)
    return (
        f"[{number}:v]scale={WIDTH_PX}:{HEIGHT_PX}:force_original_aspect_ratio=increase"
        f",crop={WIDTH_PX}:{HEIGHT_PX},setsar=1"
        f",zoompan=z='1+{ZOOM}*on/{frames - 1}':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2'"
        f":d={frames}:s={WIDTH_PX}x{HEIGHT_PX}:fps={FPS},format=yuv420p[v{number}]"
    )
