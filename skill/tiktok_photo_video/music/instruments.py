"""Every pitched instrument by name.

Adding one is writing a function from ``Tone`` to ``Wave`` and naming it here. Notes come back
equally loud whatever the pitch; how loud a part is belongs to the style.
"""

from __future__ import annotations

from types import MappingProxyType

from tiktok_photo_video.music.struck import (
    celesta,
    electric_piano,
    guitar,
    harp,
    marimba,
    piano,
    upright_bass,
    vibraphone,
)
from tiktok_photo_video.music.sustained import (
    bright_pad,
    choir,
    horn,
    low_strings,
    pluck_bass,
    soft_lead,
    spiccato,
    stab,
    strings,
    sub_bass,
    warm_pad,
)
from tiktok_photo_video.music.tone import Instrument

INSTRUMENTS: MappingProxyType[str, Instrument] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            bright_pad,
            celesta,
            choir,
            electric_piano,
            guitar,
            harp,
            horn,
            low_strings,
            marimba,
            piano,
            pluck_bass,
            soft_lead,
            spiccato,
            stab,
            strings,
            sub_bass,
            upright_bass,
            vibraphone,
            warm_pad,
        )
    }
)
