"""A receipt to try things with."""

from __future__ import annotations

from tiktok_photo_video.wire.receipts import (
    Check,
    PictureFacts,
    Receipt,
    SoundFacts,
    StillKind,
    StillStretch,
    TitlePlace,
    Verdict,
)

RECEIPT = Receipt(
    verdict=Verdict.PASS,
    sha256="0" * 64,
    size_bytes=1_500_000,
    container="mp4",
    faststart=True,
    duration_s=12.0,
    picture=PictureFacts(
        codec="h264",
        profile="High",
        pixel_format="yuv420p",
        width_px=1080,
        height_px=1920,
        frames_per_s=30.0,
        frame_count=360,
        color_primaries=1,
        color_transfer=1,
        color_matrix=1,
        is_full_range=False,
    ),
    sound=SoundFacts("aac", 48_000, 2, -14.1, -2.0),
    stills=(StillStretch(StillKind.BLACK, 1.0, 2.0, is_meant=True),),
    titles=(TitlePlace("Hello", 0.0, 2.0, is_inside=True),),
    checks=(Check("codec", Verdict.PASS, "h264 High", "h264"),),
    limits="tiktok-2026-11",
    measured={"frames": "counted packet by packet"},
)
