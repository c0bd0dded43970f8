"""The same work by others, where they are installed: one ffmpeg command, and MoviePy."""

from __future__ import annotations

import shutil
import subprocess
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

_MOVIEPY = {
    "MoviePy written for speed, veryfast": ("moviepy_fast.py", "clips"),
    "MoviePy as a mere pipe to ffmpeg, veryfast": ("moviepy_fast.py", "pipe"),
    "MoviePy as documented, veryfast": ("moviepy_work.py",),
}
_BRINGS_FFMPEG = "import imageio_ffmpeg as it; print(it.get_ffmpeg_exe())"


def rivals(
    photos: Sequence[Path], song: Path, out: Path, *, python: str = sys.executable
) -> Mapping[str, list[str]]:
    """The command of each rival that can run here, by its name.

    Args:
        photos: upright JPEGs: they read no HEIC, or without its orientation.
        song: the sound, as a WAV.
        out: where the videos go.
        python: the interpreter that has those of them that are written in Python.
    """
    commands: dict[str, list[str]] = {}
    if ffmpeg := shutil.which("ffmpeg") or _told(python, _BRINGS_FFMPEG):
        ours = VideoSettings()
        same = [f"-x264-params={':'.join(f'{k}={v}' for k, v in _tuning(ours))}"]
        for name, preset, more in (
            ("ffmpeg zoompan, our settings", ours.preset, same[0].split("=", 1)),
            ("ffmpeg zoompan, veryfast", "veryfast", []),
        ):
            target = str(out / f"{name.replace(' ', '-')}.mp4")
            encoder = ["-c:v", "libx264", "-preset", preset, "-crf", str(ours.crf), *more]
            commands[name] = [ffmpeg, *_ffmpeg(photos, song), *encoder, *_SOUND, target]
    if _told(python, "import cv2, moviepy; print(moviepy.__version__)"):
        for name, (script, *way) in _MOVIEPY.items():
            program, target = Path(__file__).with_name(script), out / "moviepy.mp4"
            commands[name] = [
                python, str(program), *way, str(target), str(song), *map(str, photos)
            ]  # fmt: skip
    return commands


def _told(python: str, program: str) -> str:
    """What a program prints; nothing if it fails."""
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


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
        *("-hide_banner", "-loglevel", "error", "-nostdin", *inputs, "-i", str(song)),
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
