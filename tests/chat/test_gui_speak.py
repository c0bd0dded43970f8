"""The translator, against a table of texts, against any text, and cut anywhere."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rows import check_each, slices

from tiktok_photo_video.chat.gui_speak import Action, StreamTranslator, translate
from tiktok_photo_video.chat.units import phrasebook

_TABLE = Path(__file__).parents[2] / "fixtures" / "chat" / "gui.jsonl"
ROWS = [json.loads(line) for line in _TABLE.read_text(encoding="utf-8").splitlines()]
TEXTS = [row["text"] for row in ROWS]
UNTOUCHED = [
    row["text"]
    for row in ROWS
    if row["text"] == row["shown"]
    and not row["actions"]
    and row["text"] == row["text"].strip() != ""
]
RULES = phrasebook().rules

pieces = st.sampled_from(TEXTS + [word for text in TEXTS for word in text.split()])
gaps = st.sampled_from([" ", "\n", "\n\n", "", ", ", "。", ". ", "\n- ", '"', "\x1b", "`", "{"])
mixed_texts = st.lists(st.tuples(pieces, gaps), max_size=8).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)
# Whole texts on lines of their own: what a backend sends, in any order.
well_formed = st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from(["\n", "\n\n"]))).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


def _by_pieces(pieces_of_text: list[str]) -> tuple[str, tuple[Action, ...]]:
    stream = StreamTranslator()
    shown = "".join(stream.feed(piece) for piece in pieces_of_text)
    rest = stream.finish()
    return shown + rest.shown, rest.actions


@pytest.mark.requirement("gui-translated")
def test_each_text_of_the_table_is_translated() -> None:
    check_each(ROWS, _check_translation)


def _check_translation(row: dict[str, Any]) -> None:
    translation = translate(row["text"])
    assert translation.shown == row["shown"]
    assert [str(action) for action in translation.actions] == row["actions"]


@pytest.mark.requirement("phrases-prove-themselves")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_takes_its_examples_and_leaves_its_counter_examples(rule: Any) -> None:
    assert rule.examples
    assert not [text for text in rule.examples if not translate(text).actions]
    changed = [text for text in rule.counter_examples if translate(text).shown != text]
    assert not changed


@pytest.mark.requirement("gui-stream")
@pytest.mark.parametrize("texts", slices(TEXTS, 8), ids=lambda texts: texts[0][:40])
def test_a_text_cut_in_two_anywhere_gives_the_same(texts: list[str]) -> None:
    check_each(texts, _check_cut_in_two)


def _check_cut_in_two(text: str) -> None:
    whole = translate(text)
    for at in range(0, len(text) + 1, 1 + len(text) // 24):
        assert _by_pieces([text[:at], text[at:]]) == (whole.shown, whole.actions)


@pytest.mark.requirement("gui-stream")
@given(mixed_texts)
@settings(max_examples=150, deadline=None)
def test_a_text_letter_by_letter_gives_the_same(text: str) -> None:
    whole = translate(text)
    assert _by_pieces(list(text)) == (whole.shown, whole.actions)


@pytest.mark.requirement("gui-stream")
@given(well_formed, st.lists(st.integers(0, 600), max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_text_cut_anywhere_and_often_gives_the_same(text: str, cuts: list[int]) -> None:
    places = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    whole = translate(text)
    assert _by_pieces([text[a:b] for a, b in pairwise(places)]) == (whole.shown, whole.actions)


@pytest.mark.requirement("gui-facts")
@given(st.lists(st.sampled_from(UNTOUCHED), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_texts_without_window_talk_stay_as_they_are_together(texts: list[str]) -> None:
    text = "\n\n".join(texts)
    assert translate(text).shown == text
    assert not translate(text).actions


@pytest.mark.requirement("gui-whole-sentences")
def test_what_stays_has_whole_quotes_and_brackets() -> None:
    check_each(ROWS, _check_marks)


def _check_marks(row: dict[str, Any]) -> None:
    shown, text = translate(row["text"]).shown, row["text"]
    for left, right in ("()", "（）", "“”", "「」", "《》", "[]"):
        if text.count(left) == text.count(right):
            assert shown.count(left) == shown.count(right)
    assert shown.count('"') % 2 == text.count('"') % 2
    assert "  " not in shown or "  " in text
    assert not re.search(
        r"(?m)^\s*(?:[-*•]|\d+\.)\s*$|[,;，；、：]\s*[.。]$|\b(?:and|or)[.!]", shown
    )


@pytest.mark.requirement("gui-quick")
@pytest.mark.parametrize(
    "phrase",
    ["please then next now ", "请您可以就先再", "use the ", "点击可以在", "(", "click it, "],
)
def test_a_long_text_of_one_phrase_ends(phrase: str) -> None:
    assert translate(phrase * 400) is not None


@pytest.mark.requirement("gui-safe")
@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Task task_8f3a2b started.", "8f3a2b"),
        ("Render id: render_1712345678 is queued.", "1712345678"),
        ("I called add_text_overlay() for it.", "add_text_overlay"),
        ("Your <b>video</b> is <script>x</script> ready.", "<"),
        ("<<b>b>Nested</b>", "<b>"),
    ],
)
def test_ids_tool_names_and_markup_are_not_shown(text: str, hidden: str) -> None:
    assert hidden not in translate(text).shown


@pytest.mark.requirement("gui-stream")
def test_a_step_in_a_window_is_never_half_shown() -> None:
    stream = StreamTranslator()
    shown = [stream.feed(char) for char in "Five photos in. Click the Export button to save. Bye!"]
    assert "Click" not in "".join(shown)
    assert "".join(shown).startswith("Five photos in.")
    assert shown.index("Five photos in.") < len("Five photos in. Click the")


@pytest.mark.requirement("gui-idempotent")
@given(well_formed)
@settings(max_examples=150, deadline=None)
def test_translating_twice_is_translating_once(text: str) -> None:
    once = translate(text).shown
    assert translate(once).shown == once


@pytest.mark.requirement("gui-safe")
@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_nothing_shown_can_steer_a_terminal(text: str) -> None:
    shown = translate(text).shown
    assert not [c for c in shown if (ord(c) < 32 and c not in "\t\n") or 127 <= ord(c) < 160]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.requirement("gui-facts")
@pytest.mark.parametrize(
    "step", ["Click the Export button.", "Open the Text panel.", "点击导出按钮。"]
)
@pytest.mark.parametrize(
    "fact",
    [
        'The title is "Click here" (0-3s).',
        "Video: https://example.com/open/panel?x=1",
        "标题是“打开面板”，时长 15 秒。",
        "- Lo-fi at 35%\n- beach.heic first",
    ],
)
def test_facts_around_a_step_stay_word_for_word(step: str, fact: str) -> None:
    for text in (f"{fact}\n{step}", f"{step}\n{fact}"):
        assert translate(text).shown == fact


@pytest.mark.requirement("gui-safe")
@pytest.mark.parametrize(
    "secret",
    [
        "nmv_usr_0a1B2c3D4e5F",
        "clm_abcDEF123",
        "Bearer abcdef.123456-xyz",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d",
    ],
)
def test_tokens_are_masked_wherever_they_stand(secret: str) -> None:
    for text in (secret, f"Here: {secret}, keep it.", f"https://example.com/?a={secret}"):
        shown = translate(text).shown
        assert "example.com" in shown or secret not in shown
    assert "nmv_usr" not in translate("https://x.example/?token=nmv_usr_abc123").shown


@pytest.mark.requirement("gui-safe")
def test_raw_json_is_not_shown_however_it_is_laid_out() -> None:
    dump = {"code": 0, "t": [{"tt": 0, "sg": [{"d": 3000}]}], "text": 'a "quoted" } brace'}
    for raw in (json.dumps(dump), json.dumps(dump, indent=2), f"data: {json.dumps(dump)}"):
        assert translate(f"Before.\n{raw}\nAfter.").shown == "Before.\nAfter."
