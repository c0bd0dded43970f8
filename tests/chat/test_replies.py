"""The words of the chat, in step in both languages."""

from __future__ import annotations

import pytest
from tests.rows import check_each

from tiktok_photo_video.chat.gui_speak import Action, translate
from tiktok_photo_video.chat.replies import (
    file_size,
    keys,
    placeholders,
    render_progress,
    say,
    sentences,
    time_left,
)
from tiktok_photo_video.language import Language, language_of

EN, ZH = Language.ENGLISH, Language.CHINESE


@pytest.mark.requirement("replies-bilingual")
def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(sentences(EN)) == list(sentences(ZH))


@pytest.mark.requirement("replies-bilingual")
def test_both_languages_need_the_same_facts() -> None:
    facts = [{key: placeholders(sentences(of)[key]) for key in keys()} for of in (EN, ZH)]
    assert facts[0] == facts[1]


@pytest.mark.requirement("replies-bilingual")
def test_each_sentence_is_in_its_language() -> None:
    check_each(keys(), _check_language)


def _check_language(key: str) -> None:
    assert language_of(sentences(EN)[key]) is EN
    wordless = (
        not set(sentences(ZH)[key]) - set("{}•✅⏳… ·_xMKB") - set("abcdefghijklmnopqrstuvwxyz")
    )
    assert wordless or language_of(sentences(ZH)[key]) is ZH


@pytest.mark.requirement("replies-bilingual")
@pytest.mark.parametrize("language", [EN, ZH])
def test_what_we_say_ourselves_never_speaks_of_a_window(language: Language) -> None:
    ours = sentences(language)
    assert {key: translate(text).shown for key, text in ours.items()} == dict(ours)


@pytest.mark.requirement("replies-spec")
def test_the_sentences_of_the_page_are_said_as_it_has_them() -> None:
    assert say("connection.connecting", EN) == "Connecting…"
    assert say("connection.ready", EN) == "Ready!"
    assert say("working.still", EN) == "⏳ Still working…"
    assert say("upload.photos", EN, count=5) == "Got 5 photos."
    assert say("upload.photos", EN, count=1) == "Got 1 photo."
    assert say("upload.photos", ZH, count=5) == "收到 5 张照片。"
    assert render_progress(42, EN, eta_s=8.2) == "Rendering 42 % · about 8 s left"
    assert render_progress(42, ZH) == "制作中 42%"


@pytest.mark.requirement("replies-bilingual")
def test_every_action_has_an_offer_and_plain_words() -> None:
    for action in Action:
        for group in ("offer", "plain", "instead"):
            assert f"{group}.{action}" in sentences(EN)


@pytest.mark.requirement("replies-bilingual")
def test_a_missing_fact_is_an_error_not_a_gap() -> None:
    with pytest.raises(KeyError):
        say("upload.photos", EN)
    with pytest.raises(KeyError):
        say("no.such", EN)


@pytest.mark.requirement("replies-bilingual")
def test_braces_in_a_fact_are_left_alone() -> None:
    assert say("upload.named", EN, name="{count} {x|y|z}.jpg") == "Got {count} {x|y|z}.jpg."


@pytest.mark.requirement("replies-spec")
def test_times_and_sizes_are_said_as_people_read_them() -> None:
    assert time_left(0.2, EN) == "about 1 s"
    assert time_left(200, EN) == "about 3 min"
    assert time_left(8, ZH) == "约 8 秒"
    assert file_size(3_240_000, EN) == "3.2 MB"
    assert file_size(140_300_000, EN) == "140 MB"
    assert file_size(12_000, ZH) == "12 KB"
