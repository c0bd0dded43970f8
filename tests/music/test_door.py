"""What the room offers, and what it may import."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from tiktok_photo_video import music

ALLOWED = {"numpy", "tiktok_photo_video.errors", "tiktok_photo_video.music"}
UNWANTED = {"os", "time", "datetime", "random", "pathlib", "io", "socket", "subprocess"}
SOURCES = sorted(Path(music.__file__).parent.rglob("*.py"))


def imported(source: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    froms = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    return froms | plain


@pytest.mark.requirement("music-pure")
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_the_room_imports_only_numpy_and_pure_parts_of_the_standard_library(source: Path) -> None:
    for name in imported(source):
        standard = name.split(".")[0] in sys.stdlib_module_names - UNWANTED
        ours = any(name == allowed or name.startswith(f"{allowed}.") for allowed in ALLOWED)
        assert standard or ours, name


@pytest.mark.requirement("music-pure")
def test_the_door_offers_exactly_this() -> None:
    assert music.__all__ == [
        "LONGEST_S",
        "SAMPLE_RATE_HZ",
        "SHORTEST_S",
        "Beat",
        "BeatPlan",
        "Beatless",
        "Excerpt",
        "LoudnessMeter",
        "Mood",
        "NoBeat",
        "PeakMeter",
        "Samples",
        "Score",
        "Section",
        "SectionName",
        "Sound",
        "Spliced",
        "Tape",
        "Treated",
        "apply_gain",
        "beat_plan",
        "blocks",
        "centred",
        "compose",
        "fade",
        "integrated_lufs",
        "limit",
        "normalise",
        "record",
        "render",
        "track_beats",
        "true_peak_dbtp",
    ]
    assert all(hasattr(music, name) for name in music.__all__)
