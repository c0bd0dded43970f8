"""The work with MoviePy at its best: it only asks for finished frames; run alone: OUT SONG PHOTO…

Photos are scaled once to what their tightest view needs. A frame is one warp by OpenCV, of two
photos where they fade; MoviePy's own clips, masks and effects, which are slow, take no part. It
writes the frames to ffmpeg and puts the sound beside them.
"""

# MoviePy is no dependency of this project: whoever has it can measure it.
# mypy: ignore-errors

from __future__ import annotations

import sys

import cv2
import numpy as np
from moviepy import AudioFileClip, VideoClip

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


def main() -> None:
    """Write the video."""
    out, song, *paths = sys.argv[1:]
    photos = [fitted(path) for path in paths]
    whole_s = len(photos) * PHOTO_S

    def frame_at(at_s: float) -> np.ndarray:
        number = min(int(at_s / PHOTO_S), len(photos) - 1)
        since_s = at_s - number * PHOTO_S
        shown = zoomed(photos[number], since_s / (PHOTO_S + FADE_S))
        if number == 0 or since_s >= FADE_S:
            return shown
        leaving = zoomed(photos[number - 1], (since_s + PHOTO_S) / (PHOTO_S + FADE_S))
        share = since_s / FADE_S
        return cv2.addWeighted(leaving, 1 - share, shown, share, 0.0)

    film = VideoClip(frame_at, duration=whole_s)
    film = film.with_audio(AudioFileClip(song).with_duration(whole_s))
    film.write_videofile(
        out, fps=FPS, codec="libx264", preset="veryfast", threads=2, audio_codec="aac",
        audio_bitrate="192k", pixel_format="yuv420p", logger=None,
        ffmpeg_params=["-crf", "20", "-movflags", "+faststart"],
    )  # fmt: skip


if __name__ == "__main__":
    main()
