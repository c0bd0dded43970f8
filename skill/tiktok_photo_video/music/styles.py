"""The table of moods: a row is everything a mood sounds like."""

from __future__ import annotations

from types import MappingProxyType

from tiktok_photo_video.music.moods.acoustic import ACOUSTIC
from tiktok_photo_video.music.moods.ambient import AMBIENT
from tiktok_photo_video.music.moods.chill import CHILL
from tiktok_photo_video.music.moods.cinematic import CINEMATIC
from tiktok_photo_video.music.moods.epic import EPIC
from tiktok_photo_video.music.moods.happy import HAPPY
from tiktok_photo_video.music.moods.hiphop import HIPHOP
from tiktok_photo_video.music.moods.house import HOUSE
from tiktok_photo_video.music.moods.lofi import LOFI
from tiktok_photo_video.music.moods.retro import RETRO
from tiktok_photo_video.music.moods.romantic import ROMANTIC
from tiktok_photo_video.music.moods.upbeat import UPBEAT
from tiktok_photo_video.music.score import Mood
from tiktok_photo_video.music.style import Style

STYLES: MappingProxyType[Mood, Style] = MappingProxyType(
    {
        Mood.LOFI: LOFI,
        Mood.UPBEAT: UPBEAT,
        Mood.CINEMATIC: CINEMATIC,
        Mood.ROMANTIC: ROMANTIC,
        Mood.CHILL: CHILL,
        Mood.ACOUSTIC: ACOUSTIC,
        Mood.AMBIENT: AMBIENT,
        Mood.HOUSE: HOUSE,
        Mood.HIPHOP: HIPHOP,
        Mood.HAPPY: HAPPY,
        Mood.EPIC: EPIC,
        Mood.RETRO: RETRO,
    }
)
