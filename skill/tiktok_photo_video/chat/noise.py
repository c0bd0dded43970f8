"""The line about a temporary issue with which some turns close although they went well."""

from __future__ import annotations

import re

_NOISE = (
    r"(?:I(?:'ve|’ve| have)? (?:just )?(?:encountered|ran into|hit|experienced)"
    r" (?:a|an|some) (?:temporary|transient|brief)\b[^.!?。！？\n]*(?:issue|problem|error|glitch)s?"
    r"|(?:遇到|出现|发生)[了]?[^。！？.!?\n]{0,8}(?:临时|暂时|短暂)[^。！？.!?\n]{0,8}(?:问题|故障|错误)"
    r"|(?:暂时|临时)[^。！？.!?\n]{0,4}(?:遇到|出现)[^。！？.!?\n]{0,8}(?:问题|故障|错误))"
)
# The sentence with the noise and whatever is left of its line, at the very end of the text.
_TRAILING = re.compile(
    rf"(?:^|\n|(?<=[.!?。！？…✅]))[^.!?。！？\n]*{_NOISE}[^\n]*\s*\Z", re.IGNORECASE
)


def without_noise(text: str) -> str:
    """``text`` without the closing line that tells of a temporary issue after good work."""
    return _TRAILING.sub("", text.rstrip()).rstrip() if _TRAILING.search(text) else text


def is_noise(text: str) -> bool:
    """Whether a text speaks of a temporary issue and of nothing else."""
    return bool(text.strip()) and not without_noise(text)
