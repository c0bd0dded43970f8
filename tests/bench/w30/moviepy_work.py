"""The work with MoviePy's own clips and effects; run by itself: OUT SONG PHOTO…"""

# MoviePy is no dependency of this project: whoever has it can measure it.
# mypy: ignore-errors

from __future__ import annotations

import sys
from functools import partial

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, vfx

SIZE, FPS, PHOTO_S, FADE_S, ZOOM = (1080, 1920), 30, 6.0, 0.5, 0.12


def grown(length_s: float, at_s: float) -> float:
    """How much larger the photo is at a moment."""
    return 1 + ZOOM * at_s / length_s


def shown(path: str, *, last: bool) -> CompositeVideoClip:
    """One photo, filling the frame, slowly growing about its middle."""
    length_s = PHOTO_S + (0 if last else FADE_S)
    photo = ImageClip(path)
    fill = max(SIZE[0] / photo.w, SIZE[1] / photo.h)
    photo = photo.resized(fill).with_duration(length_s)
    moving = photo.with_effects([vfx.Resize(partial(grown, length_s))]).with_position("center")
    return CompositeVideoClip([moving], size=SIZE).with_duration(length_s)


def main() -> None:
    """Write the video."""
    out, song, *photos = sys.argv[1:]
    clips = [shown(path, last=number == len(photos) - 1) for number, path in enumerate(photos)]
    placed = [
        (clip.with_effects([vfx.CrossFadeIn(FADE_S)]) if number else clip).with_start(
            number * PHOTO_S
        )
        for number, clip in enumerate(clips)
    ]
    film = CompositeVideoClip(placed, size=SIZE).with_duration(len(photos) * PHOTO_S)
    film = film.with_audio(AudioFileClip(song).with_duration(film.duration))
    film.write_videofile(
        out, fps=FPS, codec="libx264", preset="veryfast", audio_codec="aac", logger=None,
        ffmpeg_params=["-crf", "20", "-pix_fmt", "yuv420p", "-movflags", "+faststart"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
