"""What a success comes wrapped in, and how to get it out."""

from __future__ import annotations

from collections.abc import Mapping

from tiktok_photo_video.wire.fields import Fields, fields_of


def ok_answer(data: Mapping[str, object], **mirrored: object) -> dict[str, object]:
    """The envelope of a success; ``mirrored`` repeats fields at the top for sloppy clients."""
    return {"code": 0, "message": "ok", "success": True, "data": dict(data), **mirrored}


def unwrapped(value: object) -> Fields:
    """The payload of an answer: what stands under ``data``, or the bare object.

    Three envelopes are about: ``{code, message, data}``, ``{success, data, error}`` and none.
    """
    root = fields_of(value)
    inner = root.raw("data")
    return Fields(inner, "data") if isinstance(inner, Mapping) else root
