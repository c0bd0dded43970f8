"""A .cube file among what was sent, and words about it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.backend.workbench import Workbench
from tests.cubes import cube_text
from tiktok_photo_video.backend.orders import require_media
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.timeline.edit_json import edit_from_json, edit_to_json
from tiktok_photo_video.timeline.edits import SetLook
from tiktok_photo_video.timeline.model import Look, MediaKind
from tiktok_photo_video.wire.draft import draft_from_timeline, timeline_from_draft
from tiktok_photo_video.wire.fitting import external_media

RATE = Fraction(30)


@pytest.fixture
def session(bench: Workbench) -> Session:
    session = bench.new_session()
    bench.say(session, "a 6 second video")
    with bench.backend.media.incoming_file() as path:
        path.write_text(cube_text(3, lambda r, g, b: (b, g, r)))
        kept = bench.backend.media.take_in(path, name="my.cube")
    bench.backend.sessions.add_media(session, [kept])
    return session


def tables(bench: Workbench, session: Session) -> list[bool]:
    return [bool(clip.look.lut_hash) for clip in bench.timeline(session).photos]


@pytest.mark.requirement("lut-look")
@pytest.mark.parametrize(
    "words",
    ["use my LUT", "apply the LUT to all photos", "use this look", "套用我的LUT", "用这个滤镜"],
)
def test_words_about_a_table_put_it_on_every_photo(
    bench: Workbench, session: Session, words: str
) -> None:
    bench.say(session, words)
    assert tables(bench, session) == [True, True]
    assert len(bench.timeline(session).photos) == 2


@pytest.mark.requirement("lut-look")
def test_a_table_goes_on_one_photo_is_weakened_and_comes_off(
    bench: Workbench, session: Session
) -> None:
    bench.say(session, "use my LUT on photo 2")
    assert tables(bench, session) == [False, True]
    bench.say(session, "make the filter 50% strength")
    assert bench.timeline(session).photos[1].look.strength == 0.5
    answer = bench.say(session, "remove the filter")
    assert tables(bench, session) == [False, False]
    assert "look of your own" in answer.text


@pytest.mark.requirement("lut-look")
def test_a_table_survives_the_draft_and_travels_as_an_edit(
    bench: Workbench, session: Session
) -> None:
    bench.say(session, "use my LUT")
    timeline = bench.timeline(session)
    assert timeline_from_draft(draft_from_timeline(timeline)) == timeline
    edit = SetLook(("p1",), Look(lut_hash="0" * 64, strength=0.5))
    assert edit_from_json(edit_to_json(edit, rate=RATE), rate=RATE) == edit


@pytest.mark.requirement("lut-look")
def test_a_table_that_was_never_sent_is_refused(bench: Workbench, session: Session) -> None:
    bench.say(session, "use my LUT")
    timeline = bench.timeline(session)
    media = {(m.content_hash, m.kind) for m in external_media(timeline)}
    with pytest.raises(Refusal, match="colour table"):
        require_media(timeline, media)
    hashes = {clip.look.lut_hash for clip in timeline.photos}
    require_media(timeline, media | {(each, MediaKind.LUT) for each in hashes})
