"""The work with MoviePy, written for speed; run alone: clips|pipe OUT SONG PHOTO…

Photos are scaled once to what their tightest view needs, and drawn with one warp by OpenCV each.
With ``clips`` MoviePy lays them over each other and fades them. With ``pipe`` that is drawn by
hand too, and it only hands finished frames to ffmpeg and puts the sound beside them.
"""

# MoviePy is no dependency of this project: whoever has it can measure it.
# mypy: ignore-errors

from __future__ import annotations

import sys
from functools import partial

import cv2
import numpy as np
from moviepy import AudioFileClip, CompositeVideoClip, VideoClip, vfx

SIZE, FPS, PHOTO_S, FADE_S, ZOOM = (1080, 1920), 30, 6.0, 0.5, 0.12
cv2.setNumThreads(1)


def fitted(path: str) -> np.ndarray:
    """A photo filling the frame, as large as its closest view needs it."""
    photo = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)
    wanted = [round(side * (1 + ZOOM)) for side in SIZE]
    height, width = photo.shape[:2]
    scale = max(wanted[0] / width, wanted[1] / height)
    photo = cv2.resize(photo, (round(width * scale), round(height * scale)), cv2.INTER_AREA)
    left, top = (photo.shape[1] - wanted[0]) // 2, (photo.shape[0] - wanted[1]) // 2
    return np.ascontiguousarray(photo[top : top + wanted[1], left : left + wanted[0]])


def zoomed(photo: np.ndarray, share: float) -> np.ndarray:
    """The photo after this share of its zoom."""
    per_px = (1 + ZOOM) / (1 + ZOOM * share)
    middle = (photo.shape[1] / 2 - 0.5, photo.shape[0] / 2 - 0.5)
    warp = np.array(
        [
            [per_px, 0.0, middle[0] - per_px * (SIZE[0] / 2 - 0.5)],
            [0.0, per_px, middle[1] - per_px * (SIZE[1] / 2 - 0.5)],
        ]
    )
    return cv2.warpAffine(photo, warp, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def by_clips(photos: list[np.ndarray]) -> VideoClip:
    """Each photo a clip, laid over each other by MoviePy."""
    placed = []
    for number, photo in enumerate(photos):
        length_s = PHOTO_S + (0 if number == len(photos) - 1 else FADE_S)
        clip = VideoClip(partial(_shown, photo), duration=length_s).with_start(number * PHOTO_S)
        placed.append(clip.with_effects([vfx.CrossFadeIn(FADE_S)]) if number else clip)
    return CompositeVideoClip(placed, size=SIZE)


def _shown(photo: np.ndarray, at_s: float) -> np.ndarray:
    return zoomed(photo, at_s / (PHOTO_S + FADE_S))


def by_hand(photos: list[np.ndarray]) -> VideoClip:
    """One clip, of frames that are finished."""

    def frame_at(at_s: float) -> np.ndarray:
        number = min(int(at_s / PHOTO_S), len(photos) - 1)
        since_s = at_s - number * PHOTO_S
        shown = _shown(photos[number], since_s)
        if number == 0 or since_s >= FADE_S:
            return shown
        share = since_s / FADE_S
        return cv2.addWeighted(
            _shown(photos[number - 1], since_s + PHOTO_S), 1 - share, shown, share, 0.0
        )

    return VideoClip(frame_at)


def main() -> None:
    """Write the video."""
    way, out, song, *paths = sys.argv[1:]
    photos = [fitted(path) for path in paths]
    film = by_clips(photos) if way == "clips" else by_hand(photos)
    film = film.with_duration(len(photos) * PHOTO_S)
    film = film.with_audio(AudioFileClip(song).with_duration(film.duration))
    film.write_videofile(
        out, fps=FPS, codec="libx264", preset="veryfast", threads=2, audio_codec="aac",
        audio_bitrate="192k", pixel_format="yuv420p", logger=None,
        ffmpeg_params=["-crf", "20", "-movflags", "+faststart"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
