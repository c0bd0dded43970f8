"""How much the encoder's settings lose: SSIM and PSNR of luma, against the frames themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import av
import cv2
import numpy as np
from av.packet import Packet
from numpy.typing import NDArray

from tiktok_photo_video.render.packets import PacketRun
from tiktok_photo_video.render.planes import Planes

Luma = NDArray[np.float32]
# Wang et al. 2004: an 11 pixel window of 1.5, and the constants for eight bits.
_WINDOW, _SIGMA = (11, 11), 1.5
_C1, _C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
_EVERY = 6  # frames; SSIM costs more than encoding


@dataclass(frozen=True, slots=True)
class Quality:
    """How alike frames are."""

    ssim: float
    psnr_db: float


def quality_of(run: PacketRun, pictures: Sequence[Planes]) -> list[Quality]:
    """Every few frames of a run, decoded, beside what was encoded."""
    decoded = _decoded(run)
    pairs = zip(decoded[::_EVERY], pictures[::_EVERY], strict=True)
    return [_compared(one, picture.y.astype(np.float32)) for one, picture in pairs]


def mean_of(qualities: Sequence[Quality]) -> Quality:
    """The mean over frames."""
    return Quality(
        float(np.mean([each.ssim for each in qualities])),
        float(np.mean([each.psnr_db for each in qualities])),
    )


def _decoded(run: PacketRun) -> list[Luma]:
    codec = av.CodecContext.create("h264", "r")
    codec.extradata = run.extradata
    frames = []
    for kept in run.packets:
        packet = Packet(kept.data)
        packet.pts, packet.dts = kept.pts, kept.dts
        frames.extend(codec.decode(packet))
    frames.extend(codec.decode(None))
    frames.sort(key=lambda frame: frame.pts or 0)
    return [_luma(frame) for frame in frames]


def _luma(frame: av.VideoFrame) -> Luma:
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width].astype(np.float32)


def _compared(one: Luma, other: Luma) -> Quality:
    error = float(np.mean((one - other) ** 2))
    return Quality(_ssim(one, other), 10 * np.log10(255**2 / max(error, 1e-9)))


def _ssim(one: Luma, other: Luma) -> float:
    mean_1, mean_2 = _blurred(one), _blurred(other)
    spread_1 = _blurred(one * one) - mean_1**2
    spread_2 = _blurred(other * other) - mean_2**2
    shared = _blurred(one * other) - mean_1 * mean_2
    alike = (2 * mean_1 * mean_2 + _C1) * (2 * shared + _C2)
    return float(np.mean(alike / ((mean_1**2 + mean_2**2 + _C1) * (spread_1 + spread_2 + _C2))))


def _blurred(picture: Luma) -> Luma:
    return np.asarray(cv2.GaussianBlur(picture, _WINDOW, _SIGMA), np.float32)
