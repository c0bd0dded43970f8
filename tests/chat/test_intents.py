"""The router, against tables of utterances and against anything at all."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiktok_photo_video.chat.commands import phrasebook
from tiktok_photo_video.chat.intents import Intent, Step, asks_to_post, route

_TABLE = Path(__file__).parents[2] / "fixtures" / "chat" / "intents.jsonl"
ROWS = [json.loads(line) for line in _TABLE.read_text(encoding="utf-8").splitlines()]
_EDITS = _TABLE.parents[1] / "planner" / "messages.toml"
EDITS = [
    row["message"]
    for rows in tomllib.loads(_EDITS.read_text(encoding="utf-8")).values()
    for row in rows
    # A message that changes nothing there may be the router's: what it costs, where the file is.
    if "message" in row and not row["facts"].get("same")
]
# Said of a file that is wanted as much as of the video that is to be changed.
BOTH_WAYS = {"我要发youtube", "render at 50 fps"}
RULES = phrasebook().rules
PLAIN = [row for row in ROWS if row["kind"] == "plain" and row["text"]]
COMMANDS = [row["text"] for row in PLAIN if row["intents"] != ["edit"]]


def _intents(text: str, *, with_files: bool = False) -> list[str]:
    return [str(intent) for intent in route(text, with_files=with_files).intents]


@pytest.mark.requirement("router-by-meaning")
@pytest.mark.parametrize("kind", sorted({row["kind"] for row in ROWS}))
def test_each_utterance_of_the_table_gets_its_steps(kind: str) -> None:
    missed = []
    for row in (row for row in ROWS if row["kind"] == kind):
        routed = route(row["text"], with_files=row.get("with_files", False))
        if [str(intent) for intent in routed.intents] != row["intents"]:
            missed.append((row["text"], row["intents"], routed.why))
    assert not missed


@pytest.mark.requirement("phrases-prove-themselves")
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_takes_its_examples_and_leaves_its_counter_examples(rule: Any) -> None:
    assert rule.examples
    assert rule.counter_examples
    assert {text: _intents(text) for text in rule.examples} == {
        text: [rule.outcome] for text in rule.examples
    }
    assert not [text for text in rule.counter_examples if rule.outcome in _intents(text)]


@pytest.mark.requirement("router-compound")
def test_the_steps_of_a_compound_carry_their_own_words() -> None:
    routed = route("Make it 15s and export it, please!")
    assert routed.steps == (
        Step(Intent.EDIT, "Make it 15s"),
        Step(Intent.EXPORT, "export it"),
        *routed.steps[2:],
    )
    assert len(routed.steps) == 2


@pytest.mark.requirement("router-compound")
def test_an_edit_said_to_come_first_comes_first() -> None:
    assert _intents("export it, but first add a title") == ["edit", "export"]


@pytest.mark.requirement("router-files")
def test_with_files_the_first_step_is_always_the_upload() -> None:
    routed = {row["text"]: _intents(row["text"], with_files=True) for row in ROWS}
    assert not {
        text: intents
        for text, intents in routed.items()
        if intents[0] != "upload" or intents.count("upload") != 1
    }


@pytest.mark.requirement("router-scripts")
def test_spelling_of_the_script_does_not_change_the_meaning() -> None:
    traditional = opencc.OpenCC("s2t")
    missed = []
    for text in COMMANDS:
        full_width = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
        others = (
            full_width,
            traditional.convert(text),
            text.upper(),
            f"😀 {text} 🎉",
            f" {text}\n",
        )
        missed += [other for other in others if _intents(other) != _intents(text)]
    assert not missed


@pytest.mark.requirement("router-quotes")
@pytest.mark.parametrize(
    "quoted", ['add the text "{}"', "标题改成“{}”", "字幕写「{}」", "put '{}' on top"]
)
def test_what_is_quoted_is_never_a_command(quoted: str) -> None:
    commands = [command for command in COMMANDS if not set("'\"“”「」\n") & set(command)]
    assert not [text for text in commands if _intents(quoted.format(text)) != ["edit"]]


@pytest.mark.requirement("router-negation")
@pytest.mark.parametrize("command", ["export", "download it", "send me the video", "upload photos"])
@pytest.mark.parametrize(
    "template",
    [
        "don't {} yet",
        "do not {}",
        "please never {}",
        "I'd rather not {}",
        "don’t {} and {}",
        "let's not {}",
    ],
)
def test_what_is_put_off_is_not_done(command: str, template: str) -> None:
    assert _intents(template.format(command, command)) == ["edit"]


@pytest.mark.requirement("router-negation")
@pytest.mark.parametrize("command", ["导出", "下载视频", "发给我", "上传照片"])
@pytest.mark.parametrize(
    "template", ["先别{}", "还不要{}", "不用{}", "暂时不{}", "以后再{}", "等我说了再{}"]
)
def test_what_is_put_off_in_chinese_is_not_done(command: str, template: str) -> None:
    assert _intents(template.format(command)) == ["edit"]


@pytest.mark.requirement("router-quotes")
@pytest.mark.parametrize("template", ['"{}"', "“{}”", "「{}」", "`{}`", "'{}'", '"{}".'])
@pytest.mark.parametrize("command", ["export", "check my credits", "导出", "show tracks"])
def test_a_command_all_in_quotes_is_that_command(command: str, template: str) -> None:
    assert _intents(template.format(command)) == _intents(command)


@pytest.mark.requirement("router-scripts")
@pytest.mark.parametrize(
    ("regional", "mainland"),
    [("條片可以俾我未", "视频可以给我吗"), ("而家點樣", "现在怎样"), ("匯出檔案", "导出文件")],
)
def test_words_of_a_region_mean_what_they_mean_elsewhere(regional: str, mainland: str) -> None:
    assert _intents(regional) == _intents(mainland)


@pytest.mark.requirement("router-scripts")
@pytest.mark.parametrize(
    ("run_together", "apart"),
    [
        ("sendmethevideo", "send me the video"),
        ("showtracks", "show tracks"),
        ("checkmycredits", "check my credits"),
    ],
)
def test_words_run_together_are_read_apart(run_together: str, apart: str) -> None:
    assert _intents(run_together) == _intents(apart) != ["edit"]


@pytest.mark.requirement("router-signs")
def test_an_emoji_speaks_only_where_nothing_else_does() -> None:
    assert [_intents(sign) for sign in ("💾 please", "⬇️", "📊?", "💰", "📎", "🎉")] == [
        ["export"],
        ["export"],
        ["state"],
        ["credits"],
        ["upload"],
        ["edit"],
    ]
    assert _intents("add a 💾 sticker") == ["edit"]


@pytest.mark.requirement("router-files")
def test_handing_photos_over_is_an_upload_only_where_nothing_else_is_asked() -> None:
    assert _intents("here are my pics") == ["upload"]
    assert _intents("here are my pics, make it moody") == ["edit"]
    assert _intents("here are my pics", with_files=True) == ["upload"]


_SETTLED = [
    "Done editing.",
    "I was going to change the song but nah,",
    "don't you dare change anything else,",
    "the title is perfect.",
    "no more changes,",
    "I cropped the photos myself.",
    "别改了,标题就这样,",
    "本来还想换歌的,算了,",
    "音乐很好听,",
    "歌不换了,",
]
_WISHES = [
    "crossfades everywhere",
    "15 seconds",
    "with lofi music",
    "too slow",
    "put the beach one last",
    "how long is it?",
    "节奏快一点",
    "换首歌",
    "不要转场了",
    "第三张放最后",
]


@pytest.mark.requirement("router-evidence")
@pytest.mark.parametrize("remark", _SETTLED)
def test_a_remark_beside_a_command_or_with_files_is_no_edit(remark: str) -> None:
    assert _intents(f"{remark} export it") == ["export"]
    assert _intents(remark, with_files=True) == ["upload"]


@pytest.mark.requirement("router-evidence")
@pytest.mark.parametrize("wish", _WISHES)
def test_a_wish_beside_a_command_or_with_files_is_an_edit(wish: str) -> None:
    assert _intents(f"{wish}, then export it") == ["edit", "export"]
    assert _intents(wish, with_files=True) == ["upload", "edit"]


@pytest.mark.requirement("router-by-meaning")
@pytest.mark.parametrize(
    "question",
    ["how long is it?", "which song is that", "what formats can you export?", "能导出哪些格式呀"],
)
def test_a_question_about_one_fact_is_for_the_editor(question: str) -> None:
    assert _intents(question) == ["edit"]


@pytest.mark.requirement("router-precision")
def test_what_the_planner_understands_is_left_to_the_planner() -> None:
    taken = [text for text in EDITS if _intents(text) != ["edit"] and text not in BOTH_WAYS]
    assert not taken


@pytest.mark.requirement("router-by-meaning")
def test_what_somebody_else_said_is_a_command_only_where_nothing_else_is_asked() -> None:
    assert _intents("老板让我直接导出") == ["export"]
    assert _intents("老板让我直接导出,可是音乐还不对,换成爵士") == ["edit"]


@pytest.mark.requirement("router-by-meaning")
def test_saying_a_command_once_more_adds_nothing() -> None:
    assert _intents("the link is dead, make me a fresh one") == ["export"]
    assert _intents("export it, then make a black and white one") == ["export", "edit"]


@pytest.mark.requirement("router-total")
@given(st.text(max_size=300), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_text_at_all_is_routed_the_same_way_each_time(text: str, files: bool) -> None:
    routed = route(text, with_files=files)
    assert routed.steps
    assert routed.why
    assert routed == route(text, with_files=files)
    assert (routed.intents[0] is Intent.UPLOAD) or not files


_PIECES = [word for row in ROWS for word in row["text"].split()]


@pytest.mark.requirement("router-total")
@given(st.lists(st.sampled_from(_PIECES), max_size=30))
@settings(max_examples=150, deadline=None)
def test_steps_are_pieces_of_the_message_and_neighbours_differ(words: list[str]) -> None:
    message = " ".join(words)
    routed = route(message)
    assert all(a != b for a, b in zip(routed.intents, routed.intents[1:], strict=False))
    assert all(piece in message for step in routed.steps for piece in step.text.split())


@pytest.mark.requirement("router-total")
@pytest.mark.parametrize(
    "text", ["看一下" * 60, "the " * 500, "a" * 3000, "(" * 2000, "导出" * 300, '"' * 999]
)
def test_hostile_repetition_is_answered(text: str) -> None:
    assert route(text).steps


@pytest.mark.requirement("router-why")
def test_the_explanation_is_one_short_line() -> None:
    told = [route(row["text"], with_files=row.get("with_files", False)).why for row in ROWS]
    assert not [why for why in told if "\n" in why or len(why) >= 300 or not why.endswith(".")]


@pytest.mark.requirement("router-why")
def test_the_explanation_names_the_rule_and_the_words() -> None:
    assert route("please export it").why == 'export.verb: "please export it".'
    assert "puts it off" in route("don't export yet").why


@pytest.mark.requirement("router-by-meaning")
@pytest.mark.parametrize(
    ("text", "posting"),
    [
        ("can you post it to tiktok for me?", True),
        ("upload the video to my youtube channel", True),
        ("能不能帮我发到抖音", True),
        ("帮我发布到小红书", True),
        ("export", False),
        ("send me the video", False),
        ("发给我", False),
    ],
)
def test_who_wishes_to_post_is_known_from_who_wants_the_file(text: str, *, posting: bool) -> None:
    assert asks_to_post(text) is posting
