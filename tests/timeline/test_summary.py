"""A timeline and its changes in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.edit_strategies import Step, histories
from tests.strategies import UNHURRIED, full_timelines
from tests.timeline.examples import example, photo, titled
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.apply import apply
from tiktok_photo_video.timeline.diff import Change, ChangeKind, diff
from tiktok_photo_video.timeline.edits import (
    Remove,
    RemoveTitles,
    Reorder,
    SetCaption,
    SetDuration,
    SetEndCard,
    SetFades,
    SetMotion,
    SetMusic,
    SetMuted,
    SetTitle,
    SetTransition,
)
from tiktok_photo_video.timeline.model import (
    CardReference,
    Clip,
    Corner,
    ExternalReference,
    LookKind,
    MediaKind,
    Motion,
    MotionKind,
    MusicReference,
    ResizeMode,
    Timeline,
    TimeRange,
    TitleAnimation,
    TitlePosition,
    TitleReference,
    TitleSize,
    TitleStyle,
    Track,
    TrackKind,
    TransitionType,
)
from tiktok_photo_video.timeline.summary import (
    describe,
    describe_all,
    heading,
    name_of,
    seconds,
    summary,
)

RATE = Fraction(30)
EN, ZH = Language.ENGLISH, Language.CHINESE


def city_timelapse() -> Timeline:
    """The example of the product's page: a clip of ten seconds, a bed, a title."""
    media = ExternalReference("city timelapse.mp4", "hash", MediaKind.VIDEO)
    track = Track(TrackKind.VIDEO, (Clip("v1", media, TimeRange(0, 300)),))
    with_title = titled(Timeline(tracks=(track,)), ("Urban Dreams", 0, 90))
    return apply(with_title, SetMusic(MusicReference("lofi"), volume=0.35))


@pytest.mark.requirement("timeline-summary")
def test_the_summary_has_exactly_the_form_of_the_product_page() -> None:
    assert summary(city_timelapse()) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) "
        '2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'
    )


@pytest.mark.requirement("timeline-summary")
def test_the_summary_reads_as_chinese_in_chinese() -> None:
    assert summary(city_timelapse(), language=ZH) == (
        "时间线（3 条轨道）： 1. 画面：city timelapse (0-10秒) "
        "2. 配乐：Lo-fi (0-10秒, 35%) 3. 标题：“Urban Dreams” (0-3秒)"
    )


@pytest.mark.requirement("timeline-summary")
@pytest.mark.parametrize(
    ("timeline", "text"),
    [
        (Timeline(), "Timeline: empty"),
        (example(45, 30), "Timeline (1 track): 1. Video: 2 photos (0-2.5s)"),
        (
            titled(example(90, 90), ("One\n two", 0, 30), ("Three", 75, 30)),
            (
                'Timeline (2 tracks): 1. Video: 2 photos (0-6s) 2. Title: "One two" (0-1s), '
                '"Three" (2.5-3.5s)'
            ),
        ),
    ],
    ids=["empty", "photos", "titles"],
)
def test_summaries_of_other_timelines(timeline: Timeline, text: str) -> None:
    assert summary(timeline) == text


@pytest.mark.requirement("timeline-summary")
def test_photos_and_clips_are_counted_apart() -> None:
    film = Clip("v", ExternalReference("v.mp4", "v", MediaKind.VIDEO), TimeRange(0, 30))
    track = Track(TrackKind.VIDEO, (photo("a", 30), film, photo("b", 30)))
    assert "2 photos and 1 clip (" in summary(Timeline(tracks=(track,)))
    assert "2 张照片和1 段视频" in summary(Timeline(tracks=(track,)), language=ZH)


@pytest.mark.requirement("timeline-summary")
@UNHURRIED
@given(full_timelines(), st.sampled_from(Language))
def test_every_timeline_has_a_summary_of_one_line(timeline: Timeline, language: Language) -> None:
    text = summary(timeline, language=language)
    assert "\n" not in text
    assert f"{len(timeline.tracks)}. " in text
    assert "None" not in text


@pytest.mark.requirement("timeline-summary")
@pytest.mark.parametrize(
    ("frames", "rate", "text"),
    [
        (300, RATE, "10"),
        (75, RATE, "2.5"),
        (0, RATE, "0"),
        (300, Fraction(30000, 1001), "10"),
        (36, Fraction(24), "1.5"),
    ],
)
def test_seconds_have_at_most_one_decimal(frames: int, rate: Fraction, text: str) -> None:
    assert seconds(frames / rate) == text
    assert seconds(frames / rate, language=EN) == f"{text}s"
    assert seconds(frames / rate, language=ZH) == f"{text}秒"


@pytest.mark.requirement("timeline-words")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "term",
    [
        *TransitionType,
        *MotionKind,
        *ResizeMode,
        *(f"look_{kind}" for kind in LookKind),
        *(f"style_{style}" for style in TitleStyle),
        *(f"animation_{animation}" for animation in TitleAnimation),
        *(f"size_{size}" for size in TitleSize),
        *(f"position_{position}" for position in TitlePosition),
        *(f"corner_{corner}" for corner in Corner),
        *("cut", "lofi", "upbeat", "cinematic", "chill"),
    ],
)
def test_every_term_has_a_name_in_both_languages(term: str, language: Language) -> None:
    assert "_" not in name_of(str(term), language)
    assert name_of("samba", language) == "samba"


EXAMPLES: dict[ChangeKind, tuple[Change, str, str]] = {
    change.kind: (change, english, chinese)
    for change, english, chinese in (
        (
            Change(ChangeKind.PHOTOS_ADDED, ("a.jpg", "b.jpg"), 3, 5),
            "added a.jpg, b.jpg (5 in all)",
            "加入 a.jpg、b.jpg（共 5 张）",
        ),
        (
            Change(ChangeKind.PHOTOS_REMOVED, ("a.jpg",), 3, 2),
            "removed a.jpg (2 left)",
            "删除 a.jpg（剩 2 张）",
        ),
        (
            Change(ChangeKind.PHOTOS_REORDERED, (), ("a", "b"), ("b", "a")),
            "new order: b, a",
            "新的顺序：b、a",
        ),
        (
            Change(ChangeKind.TOTAL_DURATION, (), Fraction(10), Fraction(15)),
            "length: 10s → 15s",
            "时长：10秒 → 15秒",
        ),
        (
            Change(ChangeKind.PHOTO_DURATION, ("a.jpg",), Fraction(2), Fraction(3)),
            "a.jpg: 2s → 3s",
            "a.jpg：2秒 → 3秒",
        ),
        (
            Change(ChangeKind.TRANSITIONS, (), ("cut",), ("crossfade",)),
            "transitions: straight cut → crossfade",
            "转场：直接切换 → 叠化",
        ),
        (
            Change(ChangeKind.MOTION, ("a",), ("none", "none"), ("zoom_in@0.12", "pan_up@0.3")),
            "camera motion: still → zoom in 12%, pan up 30%",
            "镜头运动：静止 → 推近 12%、上移 30%",
        ),
        (
            Change(ChangeKind.FIT, ("a",), ("auto",), ("cover",)),
            "fit: automatic fit → fill the frame",
            "适配方式：自动适配 → 铺满画面",
        ),
        (Change(ChangeKind.TITLE_ADDED, after="Hi"), 'title "Hi" added', "加上标题“Hi”"),
        (Change(ChangeKind.TITLE_REMOVED, before="Hi"), 'title "Hi" removed', "去掉标题“Hi”"),
        (
            Change(ChangeKind.TITLE_CHANGED, before="{Hi}", after="Bye\n"),
            'title: "{Hi}" → "Bye"',
            "标题：“{Hi}” → “Bye”",
        ),
        (
            Change(ChangeKind.TRANSITION_DURATION, (), Fraction(1, 5), Fraction(4, 5)),
            "transition length: 0.2s → 0.8s",
            "转场时长：0.2秒 → 0.8秒",
        ),
        (
            Change(
                ChangeKind.TITLE_LOOK,
                ("Hi",),
                ("position_top", "#ffffff"),
                ("position_bottom", "#ff0000"),
            ),
            'title "Hi": top, white → bottom, #ff0000',
            "标题“Hi”：顶部、白色 → 底部、#ff0000",
        ),
        (
            Change(
                ChangeKind.TITLE_TIME,
                ("Hi",),
                (Fraction(0), Fraction(3)),
                (Fraction(5, 2), Fraction(4)),
            ),
            'title "Hi": 0-3s → 2.5-4s',
            "标题“Hi”：0-3秒 → 2.5-4秒",
        ),
        (
            Change(ChangeKind.MUSIC, before="lofi", after=None),
            "music: Lo-fi → none",
            "音乐：Lo-fi → 无",
        ),
        (
            Change(ChangeKind.VOLUME, before=1.0, after=0.35),
            "music volume: 100% → 35%",
            "音乐音量：100% → 35%",
        ),
        (
            Change(ChangeKind.CANVAS, before=(1080, 1920), after=(1080, 1080)),
            "frame size: 1080x1920 → 1080x1080",
            "画面尺寸：1080x1920 → 1080x1080",
        ),
        (
            Change(ChangeKind.RATE, before=Fraction(30), after=Fraction(24)),
            "30 → 24 frames a second",
            "帧率：30 → 24",
        ),
        (
            Change(ChangeKind.PHOTO_REPLACED, ("photo 2",), "a.jpg", "b.jpg"),
            "photo 2: a.jpg → b.jpg",
            "照片 2：a.jpg → b.jpg",
        ),
        (
            Change(ChangeKind.SOURCE_START, ("a.mp4",), Fraction(0), Fraction(5, 2)),
            "a.mp4 starts at: 0s → 2.5s",
            "a.mp4的起点：0秒 → 2.5秒",
        ),
        (
            Change(ChangeKind.SPEED, ("a.mp4",), Fraction(1), Fraction(2)),
            "speed of a.mp4: 2x",
            "a.mp4的速度：2 倍",
        ),
        (
            Change(ChangeKind.CLIP_SOUND, ("a.mp4",), 1.0, None),
            "sound of a.mp4: 100% → muted",
            "a.mp4的原声：100% → 静音",
        ),
        (
            Change(ChangeKind.CLIP_SOUND, (), None, 0.5),
            "sound of all clips: muted → 50%",
            "所有视频的原声：静音 → 50%",
        ),
        (
            Change(ChangeKind.FOCUS, ("photo 2",), (), (0.25, 0.5)),
            "photo 2: focus 25% across, 50% down",
            "照片 2：主体位置 横向 25% 纵向 50%",
        ),
        (
            Change(ChangeKind.PAD_COLOR, (), "#000000", "#ffffff"),
            "all photos: bars black → white",
            "所有照片的边框 黑色 → 白色",
        ),
        (
            Change(ChangeKind.LOOK, ("photo 2",), (), ("look_vintage@0.6", "brightness@-0.2")),
            "photo 2: vintage look 60%, 20% darker",
            "照片 2：复古 60%、亮度 -20%",
        ),
        (
            Change(ChangeKind.SUBTITLE, ("Hi",), "", "a@2.b"),
            'title "Hi", line below: "a@2.b"',
            "标题“Hi”的副标题：“a@2.b”",
        ),
        (
            Change(ChangeKind.CAPTION, ("photo 3",), None, "Lisbon"),
            'photo 3 caption: "Lisbon"',
            "照片 3的字幕：“Lisbon”",
        ),
        (
            Change(ChangeKind.CAPTION_LOOK, ("a.jpg",), ("style_plate",), ("style_neon",)),
            "a.jpg caption: on a plate → neon",
            "a.jpg的字幕：底板 → 霓虹",
        ),
        (
            Change(ChangeKind.END_CARD_ADDED, ("Follow me",), after=Fraction(2)),
            'end card "Follow me" (2s)',
            "加上片尾卡“Follow me”（2秒）",
        ),
        (
            Change(ChangeKind.END_CARD_REMOVED, before="Bye"),
            'end card "Bye" removed',
            "去掉片尾卡“Bye”",
        ),
        (
            Change(ChangeKind.END_CARD_CHANGED, before="Bye", after="Ciao"),
            'end card: "Bye" → "Ciao"',
            "片尾卡：“Bye” → “Ciao”",
        ),
        (
            Change(
                ChangeKind.END_CARD_LOOK,
                ("Bye",),
                ("#ffffff", "#000000"),
                ("#ff0000", "#000000"),
            ),
            "end card: white on black → #ff0000 on black",
            "片尾卡：白色字、黑色底 → #ff0000字、黑色底",
        ),
        (
            Change(ChangeKind.END_CARD_DURATION, ("Bye",), Fraction(2), Fraction(3)),
            "end card length: 2s → 3s",
            "片尾卡时长：2秒 → 3秒",
        ),
        (
            Change(ChangeKind.MUSIC_START, (), Fraction(0), Fraction(12)),
            "start within the song: 0s → 12s",
            "歌曲起点：0秒 → 12秒",
        ),
        (Change(ChangeKind.MUTED, before=False, after=True), "music muted", "音乐静音"),
        (
            Change(ChangeKind.FADE_IN, (), Fraction(0), Fraction(2)),
            "music fades in over 2s",
            "音乐淡入 2秒",
        ),
        (
            Change(ChangeKind.FADE_OUT, (), Fraction(2), Fraction(0)),
            "music no longer fades out",
            "取消音乐淡出",
        ),
        (
            Change(ChangeKind.BEAT_SYNC, before=False, after=True),
            "cuts follow the beat",
            "画面卡点",
        ),
        (
            Change(ChangeKind.LOGO, (), (), ("corner_top_right", "logo_width@0.16")),
            "logo in the top right corner",
            "右上角加上标志",
        ),
        (Change(ChangeKind.COVER, (), None, Fraction(4)), "cover: 4s", "封面：4秒"),
        (
            Change(ChangeKind.NAME, before="project", after="summer"),
            "project name: project → summer",
            "项目名：project → summer",
        ),
    )
}


@pytest.mark.requirement("timeline-words")
@pytest.mark.parametrize("kind", ChangeKind)
def test_every_kind_of_change_is_described_in_both_languages(kind: ChangeKind) -> None:
    change, english, chinese = EXAMPLES[kind]
    assert describe(change, language=EN) == english
    assert describe(change, language=ZH) == chinese


@pytest.mark.requirement("timeline-words")
def test_a_long_list_of_photos_is_counted_instead_of_read() -> None:
    change = Change(ChangeKind.PHOTOS_ADDED, tuple(f"{n}.jpg" for n in range(9)), 0, 9)
    assert describe(change) == "added 9 photos (9 in all)"
    assert describe(change, language=ZH) == "加入 9 张照片（共 9 张）"


@pytest.mark.requirement("timeline-words")
def test_all_changes_make_one_sentence() -> None:
    after = replace(apply(example(60), SetMusic(MusicReference("chill"))), name="summer")
    changes = diff(example(60), after)
    assert describe_all(changes) == "Music: Chill; project name: project → summer."
    assert describe_all(changes, language=ZH) == ("音乐：轻松；项目名：project → summer。")
    assert describe_all(()) == ""


def texts_of(timeline: Timeline) -> Iterator[str]:
    """What the user wrote, which may be any word."""
    yield timeline.name
    for clip in (clip for track in timeline.tracks for clip in track.clips):
        media = clip.media
        if isinstance(media, TitleReference | CardReference):
            yield from (media.text, getattr(media, "subtitle", ""))
        elif isinstance(media, ExternalReference):
            yield media.name


@pytest.mark.requirement("timeline-words")
@UNHURRIED
@given(histories(longest=3), st.sampled_from(Language))
def test_whatever_an_edit_changes_can_be_said(steps: list[Step], language: Language) -> None:
    for step in steps:
        changes = diff(step.before, step.after)
        said = describe_all(changes, language=language)
        assert bool(said) == bool(changes)
        written = " ".join((*texts_of(step.before), *texts_of(step.after)))
        assert "None" not in said or "None" in written
        assert "\n" not in said


def said(before: Timeline, after: Timeline) -> str:
    return describe_all(diff(before, after))


@pytest.mark.requirement("timeline-words")
def test_lengths_before_a_change_of_rate_are_told_at_their_own_rate() -> None:
    after = replace(example(1200), rate=Fraction(60))
    assert "10s → 20s" in said(example(300), after)


@pytest.mark.requirement("timeline-words")
def test_a_file_name_keeps_its_letters_at_the_start_of_a_sentence() -> None:
    clips = (photo("p1", 60, name="beach.heic"), photo("p2", 60, name="dog.jpg"))
    timeline = Timeline(tracks=(Track(TrackKind.VIDEO, clips),))
    # Swapped lengths: the whole stays as long, so the photo's change is the first one told.
    after = apply(apply(timeline, SetDuration(("p1",), 90)), SetDuration(("p2",), 30))
    assert said(timeline, after).startswith("beach.heic: 2s → 3s")


@pytest.mark.requirement("timeline-words")
def test_a_new_order_of_unnamed_photos_says_which_is_where() -> None:
    after = apply(example(30, 30, 30), Reorder(("p3", "p1", "p2")))
    assert "photo 3, photo 1, photo 2" in said(example(30, 30, 30), after)


@pytest.mark.requirement("timeline-words")
def test_what_changed_of_a_title_is_said() -> None:
    before = titled(example(300), ("Hi", 0, 60))
    moved = apply(before, SetTitle(TitleReference("Hi"), 30, 60))
    lower = apply(before, SetTitle(TitleReference("Hi", position=TitlePosition.BOTTOM), 0, 60))
    for after in (moved, lower):
        assert '"Hi" → "Hi"' not in said(before, after)


@pytest.mark.requirement("timeline-words")
def test_a_stronger_move_and_another_song_are_not_told_as_no_change() -> None:
    before = apply(example(60), SetMotion(("p1",), (Motion(MotionKind.ZOOM_IN, 0.1),)))
    after = apply(before, SetMotion(("p1",), (Motion(MotionKind.ZOOM_IN, 0.3),)))
    assert "zoom in → zoom in" not in said(before, after)
    song = apply(example(60), SetMusic(MusicReference("lofi", 1)))
    other = apply(song, SetMusic(MusicReference("lofi", 2)))
    assert "Lo-fi → Lo-fi" not in said(song, other)


FADE = TransitionType.CROSSFADE


@pytest.mark.requirement("timeline-words")
def test_one_photo_left_is_not_told_as_a_change_of_transitions() -> None:
    before = apply(example(60, 60), SetTransition((FADE,), 10))
    changes = diff(before, apply(before, Remove(("p2",))))
    assert ChangeKind.TRANSITIONS not in [change.kind for change in changes]


@pytest.mark.requirement("timeline-summary")
def test_a_single_photo_without_a_name_is_still_called_something() -> None:
    assert summary(example(120)) == "Timeline (1 track): 1. Video: 1 photo (0-4s)"


@pytest.mark.requirement("timeline-summary")
def test_captions_the_card_and_how_the_music_goes_are_in_the_summary() -> None:
    timeline = apply(example(60, 60), SetMusic(MusicReference("lofi"), volume=0.35))
    for edit in (
        SetCaption("p1", TitleReference("Lisbon")),
        SetCaption("p2", TitleReference("Porto")),
        SetEndCard(CardReference("Follow me")),
        SetFades(fade_in=30, fade_out=60),
    ):
        timeline = apply(timeline, edit)
    assert summary(timeline) == (
        "Timeline (3 tracks): 1. Video: 2 photos and an end card (0-6s) "
        "2. BGM: Lo-fi (0-6s, 35%, fades in over 1s, fades out over 2s) "
        '3. Captions: 2 ("Lisbon", "Porto")'
    )
    assert "Lo-fi (0-6s, muted" in summary(apply(timeline, SetMuted(is_muted=True)))
    assert "2 张照片和片尾卡" in summary(timeline, language=ZH)


@pytest.mark.requirement("timeline-words")
@pytest.mark.parametrize("name", ["a@b.mp3", "me@home", "none@x", "@", "1@2"])
def test_a_song_whose_name_looks_like_a_term_is_called_by_its_name(name: str) -> None:
    assert name_of(name, EN) == name


@pytest.mark.requirement("timeline-words")
def test_a_numbered_photo_begins_a_sentence_with_a_capital() -> None:
    look = Change(ChangeKind.LOOK, ("photo 2",), (), ("look_vintage",))
    assert describe_all((look,)) == "Photo 2: vintage look."
    assert describe_all((replace(look, subject=("beach.heic",)),)) == "beach.heic: vintage look."
    assert describe_all((replace(look, subject=(), after=()),)) == "All photos: natural colours."


@pytest.mark.requirement("timeline-heading")
def test_a_video_is_called_by_its_name_its_title_or_what_it_shows() -> None:
    video = city_timelapse()
    assert heading(replace(video, name="Lisbon")) == "Lisbon"
    assert heading(video) == "Urban Dreams"
    assert heading(apply(video, RemoveTitles())) == "city timelapse.mp4"
    assert heading(Timeline()) == "project"
