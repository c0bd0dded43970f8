"""Everything that can go wrong has words, in both languages, fit for a chat."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from tests.rows import check_each
from tiktok_photo_video.backend.agent_words import REFUSED_EDITS
from tiktok_photo_video.chat.failures import (
    WORD_FACTS,
    Phrase,
    explanation,
    facts_of,
    phrases,
    words,
)
from tiktok_photo_video.chat.gui_speak import translate
from tiktok_photo_video.chat.replies import sentences
from tiktok_photo_video.language import Language
from tiktok_photo_video.media import signatures
from tiktok_photo_video.timeline.model import MediaKind

EN, ZH = Language.ENGLISH, Language.CHINESE
ROOT = Path(__file__).resolve().parent.parent
SOURCES = (ROOT / "skill" / "tiktok_photo_video", ROOT / "tools" / "tiktok_photo_video_tools")
PACKAGE = SOURCES[0]
ERRORS = re.compile(r"(?:Error|Refusal)\Z|\Abackend_error\Z|\A_?_refus\w+\Z|\A_bad_\w+\Z")
HAN = re.compile(r"[\u3400-\u9fff]")

# Codes that no user meets as such.
NO_PHRASE = {
    "ok": "no failure",
    "backend": "the class's own; the wire's number decides on the words",
    "doubt": "the planner's questions, which have words of their own",
    "plan": "the wire's 402, by another name",
    "id_taken": "the planner never makes an id twice",
}


@cache
def _trees() -> tuple[tuple[Path, ast.Module], ...]:
    return tuple(
        (path, ast.parse(path.read_text(encoding="utf-8")))
        for base in SOURCES
        for path in sorted(base.rglob("*.py"))
    )


def _constants(tree: ast.Module) -> dict[str, str]:
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _texts(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """The texts that an expression may have as its value, as far as they can be read off."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, constants)
        yield from _texts(node.orelse, constants)


def _is_said_by_key(node: ast.Call) -> bool:
    """Whether an error is made of a phrase of the chat, in the user's language at once."""
    first = node.args[0] if node.args else None
    return isinstance(first, ast.Call) and getattr(first.func, "id", "") == "say"


def _codes_in(node: ast.AST) -> Iterator[ast.expr]:
    """The codes that a call, or an error's class, names."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if ERRORS.search(name) and not _is_said_by_key(node):
            yield from (k.value for k in node.keywords if k.arg in ("code", "reason"))
    elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
        for line in node.body:
            if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "code":
                yield line.value


@cache
def _raised() -> dict[str, str]:
    """Each code that an error or a refusal is made with, and the file that makes it."""
    found = {}
    for path, tree in _trees():
        constants = _constants(tree)
        for node in ast.walk(tree):
            for code in _codes_in(node):
                for text in _texts(code, constants):
                    found[text] = path.relative_to(ROOT).as_posix()
    return found


@pytest.mark.requirement("failures-have-words")
def test_the_scan_finds_what_is_raised_in_every_room() -> None:
    assert len(_raised()) > 80
    files = {path.rpartition("/")[2] for path in _raised().values()}
    assert files >= {"delivery.py", "refusals.py", "launch.py", "cli.py", "transport.py"}
    assert {"turn_timeout", "order_uncertain", "cancelled", "unknown_mood"} <= _raised().keys()


@pytest.mark.requirement("failures-have-words")
def test_every_code_that_is_raised_has_words_in_both_languages() -> None:
    check_each(sorted(_raised()), _check_words)


def _check_words(code: str) -> None:
    if code in NO_PHRASE:
        assert code not in phrases(EN)
        return
    if code in REFUSED_EDITS and "/timeline/" in _raised()[code]:
        assert set(REFUSED_EDITS[code]) == {EN, ZH}
        return
    for language in (EN, ZH):
        phrase = phrases(language)[code]
        # Said also where no fact came along, and with what to do next.
        assert "said" in dict(facts_of(phrase.sentences[-1])) or explanation(code, language, {})
        assert phrase.hints


@pytest.mark.requirement("failures-have-words")
def test_no_phrase_is_left_over() -> None:
    by_table = {code for code in phrases(EN) if code.startswith("agent_")}
    assert set(phrases(EN)) - _raised().keys() - by_table <= _all_texts()


def _all_texts() -> set[str]:
    return {
        node.value
        for _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.requirement("failures-have-words")
def test_both_languages_know_the_same_facts() -> None:
    check_each(sorted(phrases(EN)), _check_facts)


def _check_facts(code: str) -> None:
    english, chinese = phrases(EN)[code], phrases(ZH)[code]
    if code in ("usage", "bad_media"):  # said in English by who raises them
        return
    for ours, theirs in ((english.sentences, chinese.sentences), (english.hints, chinese.hints)):
        assert [facts_of(variant) for variant in ours] == [facts_of(each) for each in theirs]


def _variants(phrase: Phrase) -> Iterator[str]:
    yield from phrase.sentences
    yield from phrase.hints


def _filled(variant: str) -> str:
    """A variant with something plain in the place of each fact."""
    return re.sub(r"\{\??[a-z_]+\}", lambda f: "" if "?" in f[0] else "7", variant)


def _failures(language: Language) -> list[str]:
    return [each for phrase in phrases(language).values() for each in _variants(phrase)]


@pytest.mark.requirement("phrases-fit-a-chat")
@pytest.mark.parametrize("language", [EN, ZH])
def test_a_failure_is_told_without_windows_ids_or_data(language: Language) -> None:
    check_each(_failures(language), partial(_check_told, language))


def _check_told(language: Language, variant: str) -> None:
    said = _filled(variant)
    assert translate(said).shown == said
    assert not re.search(r"\b(?:null|None|JSON|HTTP|[Ee]xception|[Tt]raceback)\b|[{}]|_id\b", said)
    if language is EN:
        assert not HAN.search(said)


FULL_WIDTH = re.compile(r"(?<=[\u3400-\u9fff])[,;:!?.()](?![\w/])|[,;:!?()](?=[\u3400-\u9fff])")


@pytest.mark.requirement("phrases-chinese")
def test_chinese_is_chinese_with_full_width_marks_and_speaks_to_a_friend() -> None:
    refused = (text[ZH] for text in REFUSED_EDITS.values())
    chinese = {*_failures(ZH), *sentences(ZH).values(), *refused, *words(ZH).values()}
    check_each(sorted(map(str, chinese)), _check_chinese)


def _check_chinese(text: str) -> None:
    assert not FULL_WIDTH.search(text)
    assert "您" not in text
    # One word for one thing: 视频 not 影片, 照片 not 相片, 转场 not 过渡, 导出 not 输出.
    assert not re.search("影片|相片|图像|过渡|输出|时间轴|背景音乐|缺省|回车", text)
    plain = re.sub(r"\{[^}]*\}|[\W\d_]", "", text)
    assert HAN.search(text) or plain in {"", "KB", "MB", "x"}


@pytest.mark.requirement("phrases-fit-a-chat")
@pytest.mark.parametrize("language", [EN, ZH])
def test_what_the_chat_says_has_no_data_in_it(language: Language) -> None:
    check_each(sentences(language).items(), _check_said)


def _check_said(key_and_sentence: tuple[str, str]) -> None:
    said = _filled(re.sub(r"\{(\w+)\|[^}]*\}", r"{\1}", key_and_sentence[1]))
    assert not re.search(r"\b(?:null|JSON|[Ee]xception|[Tt]raceback)\b|[{}]|_id\b", said)


@pytest.mark.requirement("failures-have-words")
def test_facts_that_are_words_of_ours_have_chinese() -> None:
    known = words(ZH)
    assert set(words(EN)) <= set(known)
    assert {kind.value for kind in MediaKind} <= set(words(EN))
    for _, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                for text in _texts(node.args[0], {}):
                    assert text in known
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Foreign":
                given = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                assert set(given) <= set(known)
    advice = (signatures._AS_JPEG, signatures._AS_MP4, signatures._UNPACK)
    assert set(advice) <= set(known)
    for number in (errno.EACCES, errno.ENOSPC, errno.EROFS, errno.ENOENT, errno.EADDRINUSE):
        assert os.strerror(number) in known


@pytest.mark.requirement("failures-have-words")
def test_addresses_are_refused_in_words_that_are_known() -> None:
    said = {
        arg.value.removesuffix(".")
        for path, tree in _trees()
        if path.name in ("fetch.py", "sources.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in ("_refused", "_unreachable")
        for arg in [*node.args[1:], *(k.value for k in node.keywords)]
        if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    }
    assert len(said) > 5
    assert said <= set(words(ZH))


@pytest.mark.requirement("failures-have-words")
def test_the_most_special_variant_is_said_whose_facts_are_known() -> None:
    def said(**facts: object) -> str:
        found = explanation("media_too_large", ZH, facts)
        assert found
        return found.sentence

    assert said(name="a.jpg", width=9, height=8, megapixels=200) == (
        "a.jpg：图片有 9 x 8 像素；这里最多可以用 200 MP。"
    )
    assert said(name="a.jpg", most=200) == "a.jpg：文件超过了 200 MB。"
    assert said() == "文件太大了。"
    assert explanation("no_such_code", ZH, {}) is None


@pytest.mark.requirement("failures-have-words")
def test_a_name_that_is_also_a_word_of_ours_stays_a_name() -> None:
    assert "name" not in WORD_FACTS
    found = explanation(
        "media_wrong_kind", ZH, {"name": "image", "kind": "image", "wanted": "audio"}
    )
    assert found
    assert found.sentence == "image：这是图片，但这里需要声音文件。"
