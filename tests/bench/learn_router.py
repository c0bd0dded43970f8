"""Learn the weights of the router's second reading from its table of utterances.

    python -m tests.bench.learn_router

Needs the extra ``bench`` (scikit-learn). The same table gives the same weights. Utterances
of the planner's table are examples of edits. Prints how the weights do on a fifth of the
table that they have not seen.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from tiktok_photo_video.chat.clauses import findings_in
from tiktok_photo_video.chat.commands import phrasebook
from tiktok_photo_video.chat.second_reading import MIN_SHARE, features

ROOT = Path(__file__).parents[2]
UTTERANCES = ROOT / "fixtures/chat/intents.jsonl"
EDITS = ROOT / "fixtures/planner/messages.toml"
RULES = ROOT / "skill/tiktok_photo_video/chat/phrases/intents.toml"
WEIGHTS = ROOT / "skill/tiktok_photo_video/chat/phrases/router_weights.json"
SCALE = 100
MIN_UTTERANCES = 3  # a feature of fewer is an accident
MIN_SPREAD = 1.0  # between its weights; with less a feature decides nothing
STRENGTH = 30.0  # inverse of the regularisation


def learn() -> None:
    """Write the weights, and tell how good they are."""
    examples = _examples()
    held = [n for n in range(len(examples)) if n % 5 == 0]
    seen = [examples[n] for n in range(len(examples)) if n % 5]
    sys.stdout.write(_measured(_weights(seen), [examples[n] for n in held]) + "\n")
    table = {"made_from": fingerprint(), **_weights(examples)}
    WEIGHTS.write_text(_as_text(table), encoding="utf-8")


def fingerprint() -> str:
    """What tells whether the weights were learned from the present tables."""
    content = UTTERANCES.read_bytes() + RULES.read_bytes()
    return hashlib.sha256(content).hexdigest()[:16]


def _examples() -> list[tuple[list[str], str]]:
    rows = [json.loads(line) for line in UTTERANCES.read_text(encoding="utf-8").splitlines()]
    single = [(r["text"], r["intents"][0]) for r in rows if _is_single(r)]
    table = tomllib.loads(EDITS.read_text(encoding="utf-8"))
    edits = [(row["message"], "edit") for kind in ("new", "edit") for row in table[kind]]
    return [(features(text), intent) for text, intent in (*single, *edits, *_of_rules())]


def _of_rules() -> Iterator[tuple[str, str]]:
    """The rules' own examples, and what each of them must leave alone."""
    for rule in phrasebook().rules:
        yield from ((text, rule.outcome) for text in rule.examples)
        others = (text for text in rule.counter_examples if not _is_command(text))
        yield from ((text, "edit") for text in others)


def _is_command(text: str) -> bool:
    return any(finding.is_command for finding in findings_in(text))


def _is_single(row: dict[str, object]) -> bool:
    intents = row["intents"]
    return isinstance(intents, list) and len(intents) == 1 and not row.get("with_files")


def _weights(examples: list[tuple[list[str], str]]) -> dict[str, object]:
    counts = Counter(name for names, _ in examples for name in names)
    known = sorted(name for name, count in counts.items() if count >= MIN_UTTERANCES)
    model = _fitted(examples, known)
    spread = model.coef_.max(axis=0) - model.coef_.min(axis=0)
    known = [name for name, width in zip(known, spread, strict=True) if width >= MIN_SPREAD]
    model = _fitted(examples, known)
    columns = np.rint(model.coef_.T * SCALE).astype(int).tolist()
    return {
        "scale": SCALE,
        "intents": [str(intent) for intent in model.classes_],
        "bias": np.rint(model.intercept_ * SCALE).astype(int).tolist(),
        "features": dict(zip(known, columns, strict=True)),
    }


def _fitted(examples: list[tuple[list[str], str]], known: list[str]) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    return model.fit(_matrix(examples, known), [intent for _, intent in examples])


def _matrix(examples: list[tuple[list[str], str]], known: list[str]) -> csr_matrix:
    number = {name: at for at, name in enumerate(known)}
    starts, columns, values = [0], [], []
    for names, _ in examples:
        here = [number[name] for name in names if name in number]
        columns += here
        values += [1.0 / math.sqrt(max(len(here), 1))] * len(here)
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(examples), len(known)))


def _measured(weights: dict[str, object], held: list[tuple[list[str], str]]) -> str:
    table, right, sure, sure_right = weights["features"], 0, 0, 0
    intents, scale = weights["intents"], weights["scale"]
    for names, intent in held:
        known = [table[name] for name in names if name in table]
        sums = np.array(weights["bias"], float) / scale
        if known:
            sums = sums + np.sum(known, axis=0) / scale / math.sqrt(len(known))
        shares = np.exp(sums - sums.max()) / np.exp(sums - sums.max()).sum()
        is_right = intents[int(shares.argmax())] == intent
        right += is_right
        if shares.max() >= MIN_SHARE:
            sure, sure_right = sure + 1, sure_right + is_right
    return (
        f"{right / len(held):.1%} of {len(held)} unseen; sure of {sure / len(held):.0%}, "
        f"{sure_right / sure:.1%} of those right; {len(table)} features"
    )


def _as_text(table: dict[str, object]) -> str:
    """JSON with a feature a line, so that a change of it can be read."""
    rows = table.pop("features")
    head = json.dumps(table, ensure_ascii=False)[:-1]
    body = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for name, row in rows.items()
    )
    return f'{head}, "features": {{\n{body}\n}}}}\n'


if __name__ == "__main__":
    learn()
