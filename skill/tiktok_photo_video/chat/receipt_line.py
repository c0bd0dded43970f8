"""A receipt in one line: what the file is, and whether TikTok takes it. Pure."""

from __future__ import annotations

from tiktok_photo_video.chat.replies import keys, say
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire.receipts import Check, Receipt, SoundFacts, Verdict

_MAX_TOLD = 2
_OUTCOMES = {Verdict.PASS: "ready", Verdict.WARN: "look", Verdict.FAIL: "refused"}


def receipt_line(receipt: Receipt, language: Language) -> str:
    """What a receipt comes to, for the user."""
    picture = receipt.picture
    facts = say(
        "receipt.facts",
        language,
        size=f"{picture.width_px}x{picture.height_px}",
        rate=f"{picture.frames_per_s:g}",
        codec=_NAMES.get(picture.codec, picture.codec),
        sound=_sound(receipt.sound, language),
    )
    if other := next((c for c in receipt.open_checks if c.id == "container"), None):
        # Asked for as it is: what else a post would need is beside the point.
        outcome = _told(other, language)
        return say("receipt.line", language, facts=facts, outcome=outcome)
    told = [_told(check, language) for check in receipt.open_checks[:_MAX_TOLD]]
    more = len(receipt.open_checks) - len(told)
    if more > 0:
        told.append(say("receipt.more", language, count=more))
    outcome = say(f"receipt.{_OUTCOMES[receipt.verdict]}", language)
    return say("receipt.line", language, facts=facts, outcome=outcome) + "".join(
        say("receipt.point", language, point=point) for point in told
    )


_NAMES = {"h264": "H.264", "hevc": "H.265", "vp9": "VP9", "vp8": "VP8", "gif": "GIF"}


def _sound(sound: SoundFacts | None, language: Language) -> str:
    if sound is None or sound.loudness_lufs is None:
        return say("receipt.silent", language)
    lufs = f"{sound.loudness_lufs:.1f}"
    if sound.true_peak_dbtp is None:
        return say("receipt.loudness", language, lufs=lufs)
    return say("receipt.loudness_peak", language, lufs=lufs, peak=f"{sound.true_peak_dbtp:.1f}")


def _told(check: Check, language: Language) -> str:
    """A check that did not pass; one that is not known here in the words it came with."""
    key = f"receipt.check_{check.id}"
    return say(key, language, found=check.found) if key in keys() else check.to_do
