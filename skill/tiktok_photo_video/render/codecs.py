"""Other encoders than x264, and how they are set up to give runs that can be joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vp9Settings:
    """How libvpx encodes the picture; part of a chunk's key.

    Constant quality, as for x264. Measured on one moving photo at 1080x1920 beside x264's
    settings here (0.9 CPU-seconds, 277 kB, 44.5 dB): ``deadline=realtime`` at speed 6 takes
    0.9, 281 kB, 44.7 dB; ``deadline=good`` 3.3, 193 kB, 45.7 dB. SVT's AV1 would take 0.8,
    160 kB, 45.5 dB, but phones of a few years ago and most chats do not play it.
    """

    crf: float = 33
    cpu_used: int = 6

    @property
    def codec(self) -> str:
        """FFmpeg's name of the encoder."""
        return "libvpx-vp9"

    @property
    def reorder_frames(self) -> int:
        """Hidden frames travel within the packet of a shown one: nothing is reordered."""
        return 0

    @property
    def codec_options(self) -> dict[str, str]:
        """What libvpx is told."""
        return {
            "deadline": "realtime",
            "cpu-used": str(self.cpu_used),
            "crf": str(round(self.crf)),
            "b": "0",  # with 0 the quality alone decides
            "g": "9999",  # one key frame a run: its first
            "lag-in-frames": "16",
            # One thread per encoder: chunks run side by side, and the bytes do not depend on
            # the number of cores.
            "threads": "1",
            "row-mt": "0",
        }


@dataclass(frozen=True, slots=True)
class HardwareSettings:
    """An H.264 encoder in a graphics chip; part of a chunk's key.

    Without B-frames, so that runs can be joined whatever the chip would do with them; one key
    frame a run. Such encoders do not promise the same bytes twice. Set up by their
    documentation: none of them has been tried on its hardware.
    """

    codec: str
    options: tuple[tuple[str, str], ...]

    @property
    def reorder_frames(self) -> int:
        """Nothing is reordered."""
        return 0

    @property
    def codec_options(self) -> dict[str, str]:
        """What the encoder is told."""
        return {"bf": "0", "g": "9999", **dict(self.options)}


HARDWARE: Mapping[str, HardwareSettings] = {
    "nvenc": HardwareSettings(
        "h264_nvenc", (("preset", "p5"), ("rc", "vbr"), ("cq", "21"), ("b", "0"))
    ),
    "videotoolbox": HardwareSettings(
        "h264_videotoolbox", (("q", "65"), ("allow_sw", "0"), ("profile", "high"))
    ),
    "qsv": HardwareSettings("h264_qsv", (("preset", "medium"), ("global_quality", "21"))),
    "amf": HardwareSettings(
        "h264_amf", (("quality", "balanced"), ("rc", "cqp"), ("qp_i", "20"), ("qp_p", "22"))
    ),
}
"""The encoders in chips by the names users choose them by, the most likely first."""
