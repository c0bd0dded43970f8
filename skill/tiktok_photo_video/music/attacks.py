"""How long sounds take to speak: players start that much before the beat to be on it."""

from __future__ import annotations

from types import MappingProxyType

SPEAKS_S: MappingProxyType[str, float] = MappingProxyType(
    {
        "bright_pad": 0.006,
        "brass": 0.030,
        "brush": 0.012,
        "choir": 0.090,
        "clap": 0.020,
        "glass_pad": 0.100,
        "horn": 0.055,
        "low_strings": 0.040,
        "shaker": 0.012,
        "soft_lead": 0.014,
        "spiccato": 0.016,
        "strings": 0.080,
        "supersaw": 0.004,
        "synth_brass": 0.018,
        "tambourine": 0.002,
        "warm_pad": 0.070,
        "whistle": 0.012,
    }
)
"""Seconds by instrument or drum; the others are there at once."""
