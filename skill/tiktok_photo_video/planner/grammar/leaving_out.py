"""Photos that are not to be shown: ``第二张不要放``."""

from __future__ import annotations

from tiktok_photo_video.planner.clauses import Clause
from tiktok_photo_video.planner.grammar.found import negates_verb, reference_tokens

_SHOWING = (
    "放",
    "用",
    "放进去",
    "放进来",
    "放上",
    "放上去",
    "加进去",
    "加进来",
    "要",
    "显示",
    "展示",
    "摆",
    "排进",
    "选",
)
_BESIDE_REFUSAL = (
    "ref",
    "neg",
    "glue",
    "comma",
    "stop",
    "join",
    "all",
    "quantity",
    "social",
    "likewise",
)


def is_not_shown(clause: Clause) -> bool:
    """``第二张不要放``, ``第四张别用``: it is to be left out."""
    verbs = [t for t in clause.tokens if t.means("act")]
    said = {clause.folded.text[t.start : t.end] for t in verbs}
    shown = bool(verbs) and said <= set(_SHOWING) and negates_verb(clause)
    beside = (t for t in clause.tokens if t not in verbs)
    plain = all(any(t.means(kind) for kind in _BESIDE_REFUSAL) for t in beside)
    return shown and plain and bool(reference_tokens(clause)) and not clause.asks
