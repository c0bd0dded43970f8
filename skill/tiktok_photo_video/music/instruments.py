"""Every pitched instrument by name.

Adding one is writing a function from ``Tone`` to ``Wave`` and naming it here. Notes come back
equally loud whatever the pitch; how loud a part is belongs to the style.
"""

from __future__ import annotations

from types import MappingProxyType

from tiktok_photo_video.music.analogue import (
    analogue_bass,
    bass_808,
    brass,
    glass_pad,
    organ,
    supersaw,
    synth_brass,
    synth_pluck,
    whistle,
)
from tiktok_photo_video.music.plucked import PLUCKED
from tiktok_photo_video.music.struck import (
    celesta,
    electric_piano,
    glockenspiel,
    kalimba,
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

_BUILT = (
    analogue_bass,
    bass_808,
    brass,
    bright_pad,
    celesta,
    choir,
    electric_piano,
    glass_pad,
    glockenspiel,
    horn,
    kalimba,
    low_strings,
    marimba,
    organ,
    piano,
    pluck_bass,
    soft_lead,
    spiccato,
    stab,
    strings,
    sub_bass,
    supersaw,
    synth_brass,
    synth_pluck,
    upright_bass,
    vibraphone,
    warm_pad,
    whistle,
)

INSTRUMENTS: MappingProxyType[str, Instrument] = MappingProxyType(
    {**{function.__name__: function for function in _BUILT}, **PLUCKED}
)
