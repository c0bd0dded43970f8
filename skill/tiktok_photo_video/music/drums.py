"""Every drum and effect by name.

Adding one is writing a function from ``Hit`` to ``Wave`` and naming it here.
"""

from __future__ import annotations

from types import MappingProxyType

from tiktok_photo_video.music.drum_machine import (
    gated_snare,
    house_kick,
    kick_808,
    snare_808,
    tight_hat,
)
from tiktok_photo_video.music.kit import (
    boom,
    brush,
    clap,
    closed_hat,
    crackle,
    crash,
    dusty_hat,
    great_drum,
    high_taiko,
    open_hat,
    punchy_kick,
    rim,
    riser,
    shaker,
    snap,
    snare,
    soft_kick,
    soft_snare,
    stomp,
    swell,
    taiko,
    tambourine,
    tom,
    wind,
)
from tiktok_photo_video.music.stroke import Drum

DRUMS: MappingProxyType[str, Drum] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            boom,
            brush,
            clap,
            closed_hat,
            crackle,
            crash,
            dusty_hat,
            gated_snare,
            great_drum,
            high_taiko,
            house_kick,
            kick_808,
            open_hat,
            punchy_kick,
            rim,
            riser,
            shaker,
            snap,
            snare,
            snare_808,
            soft_kick,
            soft_snare,
            stomp,
            swell,
            taiko,
            tambourine,
            tight_hat,
            tom,
            wind,
        )
    }
)
