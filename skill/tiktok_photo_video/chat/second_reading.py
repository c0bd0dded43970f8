"""A second reading of what no pattern knows: its words and letters are weighed.

The weights (``phrases/router_weights.json``) are learned from the router's own table of
utterances by ``tests/bench/learn_router.py``: a linear model, so that every verdict is a sum
that can be told. It is asked only where the patterns found nothing to do, and believed only
where it is sure; a mistake still falls on the harmless side.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from tiktok_photo_video.chat.reading import key_of

# Chosen on utterances held back: below this it is wrong more often than the patterns are.
MIN_SHARE = 0.8
# It must be surer than that where words speak of a change or of another time, and where
# there are hardly any words to weigh.
MIN_SHARE_AGAINST = 0.9
FEW_FEATURES = 8
MAX_CHARS = 400  # a longer text is a story, and its many words would outvote its point
_MAX_TELLING = 3

_QUOTED = re.compile(
    r"[“\"「『《][^”\"」』》\n]{1,80}[”\"」』》]|(?<![A-Za-z])['‘][^'’\n]{2,80}['’](?![A-Za-z])"
)
_WORD = re.compile(r"[a-z0-9']+|[\u3400-\u9fff]|[^\w\s]")
_QUOTE_MARK = " quotedwords "  # what is quoted is content: only that there is some counts


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text asks for by weight: the intent, how sure (0 to 1), and what told.

    ``is_of_few`` warns of a text with hardly anything to weigh.
    """

    intent: str
    share: float
    telling: tuple[str, ...]
    is_of_few: bool = False


@dataclass(frozen=True, slots=True)
class _Weights:
    intents: tuple[str, ...]
    bias: tuple[float, ...]
    features: Mapping[str, tuple[float, ...]]


def weighed(text: str) -> Verdict | None:
    """The verdict on a text; ``None`` when nothing in it is known, or it is too long."""
    weights = _weights()
    known = [name for name in features(text) if name in weights.features]
    if not known or len(text) > MAX_CHARS:
        return None
    scale = 1.0 / math.sqrt(len(known))
    sums = [
        bias + scale * sum(weights.features[name][at] for name in known)
        for at, bias in enumerate(weights.bias)
    ]
    best = max(range(len(sums)), key=sums.__getitem__)
    share = 1.0 / sum(math.exp(each - sums[best]) for each in sums)
    ranked = sorted(known, key=lambda name: -weights.features[name][best])
    of_few = len(known) < FEW_FEATURES
    return Verdict(weights.intents[best], share, tuple(ranked[:_MAX_TELLING]), of_few)


def features(text: str) -> list[str]:
    """What is weighed of a text, each once, in order of the alphabet.

    One to three words (in Chinese, characters) in a row, parts of longer words, and the
    first and the last word.
    """
    # Quotes first: the key of a text is without them.
    words = _WORD.findall(key_of(_QUOTED.sub(_QUOTE_MARK, text)))
    return sorted({*_rows(words), *_parts(words), *_ends(words)})


def _rows(words: list[str]) -> Iterator[str]:
    yield from words
    yield from ("_".join(pair) for pair in pairwise(words))
    yield from ("_".join(row) for row in zip(words, words[1:], words[2:], strict=False))


def _parts(words: list[str]) -> Iterator[str]:
    """Three and four letters in a row: typos and endings keep most of them."""
    for word in (f"<{word}>" for word in words if word.isascii() and len(word) > 2):
        for length in (3, 4):
            yield from (f"~{word[at : at + length]}" for at in range(len(word) - length + 1))


def _ends(words: list[str]) -> Iterator[str]:
    if words:
        yield f"^{words[0]}"
        yield f"${words[-1]}"


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    path = files("tiktok_photo_video.chat") / "phrases" / "router_weights.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    scale = table["scale"]
    return _Weights(
        tuple(table["intents"]),
        tuple(each / scale for each in table["bias"]),
        MappingProxyType(
            {name: tuple(w / scale for w in row) for name, row in table["features"].items()}
        ),
    )
