"""What a message takes up from the turns before it: conversations as people type them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

from tests.planner import facts as facts_of
from tests.planner.conftest import five_photo_video, five_photos, photo
from tiktok_photo_video.language import language_of
from tiktok_photo_video.planner import Previous, Understanding, understand
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.model import Timeline


@dataclass
class _Talk:
    """A conversation with its history, as a client keeps it."""

    now: Timeline
    past: list[Timeline] = field(default_factory=list)
    future: list[Timeline] = field(default_factory=list)
    previous: Previous | None = None

    def say(self, message: str, *, extra: int) -> Understanding:
        said = understand(
            message,
            timeline=self.now,
            photos=[*five_photos(), *(photo(6 + n) for n in range(extra))],
            language=language_of(message),
            seed=7,
            previous=self.previous,
        )
        before = self.now
        if said.rewind and self.previous is not None and self.previous.timeline is not None:
            before = self.previous.timeline
        for _ in range(said.steps if said.history else 0):
            self._step(said)
        if said.edits:
            self.past.append(self.now)
            self.future.clear()
            self.now = reduce(apply, said.edits, before)
        asked = said.question is not None
        self.previous = Previous(said.heard or message, before, asked)
        return said

    def _step(self, said: Understanding) -> None:
        source, other = self.past, self.future
        if said.history == "redo":
            source, other = self.future, self.past
        if source:
            other.append(self.now)
            self.now = source.pop()


_CONVERSATIONS: list[tuple[list[str], dict[str, Any]]] = [
    (["Title Game Day", "red", "bigger please!!"], {"title": "Game Day", "title_size": "large"}),
    (["title “Go”", "yellow", "pop animation"], {"color": "#ffd60a", "animation": "pop"}),
    (["转场用叠化", "不好看，换成模糊"], {"transitions": ["blur"]}),
    (["标题改成红色", "太大了", "还是白色吧"], {"color": "#ffffff", "title_size": "small"}),
    (["put photo 5 first", "actually put it second"], {"order": [1, 5, 2, 3, 4]}),
    (["20 secs", "12", "go back to 20"], {"total_s": 20}),
    (["remove the title", "no wait, keep it"], {"title": "Hi"}),
    (["remove photo 2", "oh no, keep it"], {"order": [1, 2, 3, 4, 5]}),
    (["make it longer", "longer", "undo both of those"], {"total_s": 15}),
    (["make it square", "put hip hop under it", "undo the last two things"], {"music": "upbeat"}),
    (["幫我 delete 第四張", "喔不 undo", "改 delete 第五張"], {"order": [1, 2, 3, 4]}),
    (["方形", "回到之前的样子"], {"size": [1080, 1920]}),
    (["calm music", "go back to how it was"], {"music": "upbeat"}),
    (["挑一张放到最前面", "第三张"], {"order": [3, 1, 2, 4, 5]}),
    (["move a photo to the front", "the beach one"], {"order": [4, 1, 2, 3, 5]}),
    (["add an end card “bye”", "3 seconds"], {"total_s": 18}),
    (["音乐太吵", "还是吵"], {"volume": 0.51}),
    (["delete 3", "i meant 4"], {"order": [1, 2, 3, 5]}),
    (["shorter: 8 s"], {"total_s": 8}),
]
_BY_PHOTO: list[tuple[list[str], int, str, dict[str, object]]] = [
    (["新照片放最后", "它停4秒"], 1, "photo_s", {"6": 4.0, "1": 3.0}),
    (["add the new photo at the end", "caption it “surprise”"], 1, "captions", {"6": "surprise"}),
    (["there should be words on the third photo", "hello"], 0, "captions", {"3": "hello"}),
    (["给第二张加字幕", "早安"], 0, "captions", {"2": "早安"}),
    (["photo 3 black and white", "a bit brighter"], 0, "brightness", {"3": 0.1, "1": 0.0}),
    (["第二张太暗", "还是太暗"], 0, "brightness", {"2": 0.4, "1": 0.0}),
    (["second photo is too dark", "still too dark"], 0, "brightness", {"2": 0.4, "1": 0.0}),
    (
        ["make it black and white", "only the first one"],
        0,
        "look",
        {"1": "black_and_white", "2": "none"},
    ),
    (["make it black and white", "hmm take it off again"], 0, "look", {"1": "none", "2": "none"}),
    (["整体黑白", "第二张不要"], 0, "look", {"1": "black_and_white", "2": "none"}),
    (
        ["black and white", "but not photo 2", "and not 3 either"],
        0,
        "look",
        {"1": "black_and_white", "2": "none", "3": "none", "4": "black_and_white"},
    ),
    (
        ["make one of the photos black and white", "the last"],
        0,
        "look",
        {"1": "none", "5": "black_and_white"},
    ),
]


@pytest.mark.requirement("planner-goes-on")
@pytest.mark.parametrize(
    ("messages", "expected"), _CONVERSATIONS, ids=[" | ".join(m) for m, _ in _CONVERSATIONS]
)
def test_a_conversation_ends_as_it_was_meant(messages: list[str], expected: dict[str, Any]) -> None:
    talk = _Talk(five_photo_video())
    for message in messages:
        talk.say(message, extra=0)

    for name, value in expected.items():
        found = facts_of.FACTS[name](talk.now)
        assert found == (pytest.approx(value, abs=0.04) if isinstance(value, float) else value)


@pytest.mark.requirement("planner-goes-on")
@pytest.mark.parametrize(
    ("messages", "extra", "name", "expected"),
    _BY_PHOTO,
    ids=[" | ".join(m) for m, *_ in _BY_PHOTO],
)
def test_a_follow_up_reaches_the_photo_that_was_meant(
    messages: list[str], extra: int, name: str, expected: dict[str, object]
) -> None:
    talk = _Talk(five_photo_video())
    for message in messages:
        talk.say(message, extra=extra)

    found = facts_of.BY_PHOTO[name](talk.now)
    assert {key: found[key] for key in expected} == expected


_TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "fixtures/planner/messages.toml").read_text(encoding="utf-8")
)


@pytest.mark.requirement("planner-goes-on")
@pytest.mark.parametrize(
    "row", _TABLE["talk"], ids=[" | ".join(r["messages"]) for r in _TABLE["talk"]]
)
def test_a_conversation_of_the_table_ends_as_it_says(row: dict[str, Any]) -> None:
    talk = _Talk(five_photo_video())
    for message in row["messages"]:
        talk.say(message, extra=row.get("extra", 0))

    for name, value in row["facts"].items():
        if name in facts_of.BY_PHOTO:
            found = facts_of.BY_PHOTO[name](talk.now)
            assert {key: found[key] for key in value} == value, name
        else:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            found_fact = facts_of.FACTS[name](talk.now)
            assert found_fact == (pytest.approx(value, abs=0.04) if number else value), name
