"""A language model beside the rules: it only proposes, and its absence is never in the way."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.responses import JSONResponse

from tests.backend.language_server import (
    KEY,
    LanguageServer,
    completion,
    drips,
    fails,
    floods,
    html,
    leads_on,
    never,
    proposes,
    says,
)
from tests.backend.workbench import PHOTOS, Workbench
from tiktok_photo_video.backend.agent import Agent, Answer
from tiktok_photo_video.backend.language_model.access import Access, access_in
from tiktok_photo_video.backend.language_model.proposer import (
    FAILURES_BEFORE_PAUSE,
    PAUSE_S,
    Proposer,
    Wish,
    proposal_in,
)
from tiktok_photo_video.backend.language_model.reading import WrongAnswerError
from tiktok_photo_video.backend.language_model.schema import (
    MAX_EDITS,
    MAX_TEXT_CHARS,
    proposal_schemas,
    strict_schema,
)
from tiktok_photo_video.backend.sessions import Session
from tiktok_photo_video.errors import RequestError
from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.check import check
from tiktok_photo_video.timeline.edits import SetLook
from tiktok_photo_video.timeline.model import LookKind, s_from_frames

UNKNOWN = "flurble the wobbix"
WARM = {"op": "set_look", "clip_ids": ["photo1"], "look": {"kind": "warm"}}
TEN_SECONDS = {"op": "set_total_duration", "duration_s": 10}


@pytest.fixture
def server() -> Iterator[LanguageServer]:
    with LanguageServer().open() as opened:
        yield opened


class Chat:
    """A made video whose agent may ask a language model."""

    def __init__(self, bench: Workbench, access: Access, clock_s: Callable[[], float]) -> None:
        self.bench = bench
        self.session = bench.new_session()
        bench.say(self.session, "a 6 second video")
        self.proposer = Proposer(access, home=bench.backend.config.home, clock_s=clock_s)
        bench.agent = Agent(bench.backend.sessions, bench.backend.beat_sync, self.proposer)

    def say(self, *messages: str) -> Answer:
        return self.bench.say(self.session, *messages)

    @property
    def now(self) -> Session:
        return self.bench.backend.sessions.current(self.session)

    @property
    def length_s(self) -> float:
        timeline = self.bench.timeline(self.session)
        return s_from_frames(timeline.duration, timeline.rate)

    @property
    def looks(self) -> list[LookKind]:
        return [clip.look.kind for clip in self.bench.timeline(self.session).photos]


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


@pytest.fixture
def chat(bench: Workbench, server: LanguageServer) -> Chat:
    return Chat(bench, server.access(), time.monotonic)


@pytest.mark.requirement("llm-proposes")
def test_what_the_rules_leave_open_is_proposed_done_and_told(
    chat: Chat, server: LanguageServer
) -> None:
    server.acts = [proposes(WARM)]
    answer = chat.say(UNKNOWN)
    assert chat.looks == [LookKind.WARM, LookKind.NONE]
    assert answer.operations == ("set_look",)
    assert answer.timeline is not None
    assert "the language model proposed: " in answer.text
    assert f'"{UNKNOWN}"' in answer.text
    assert "warm" in answer.text
    assert "did not understand" not in answer.text
    assert not answer.asked


@pytest.mark.requirement("llm-proposes")
def test_rules_and_proposal_of_a_turn_are_one_undo_step(chat: Chat, server: LanguageServer) -> None:
    server.acts = [proposes(WARM)]
    before = chat.now.version
    answer = chat.say(f"make it 8 seconds and {UNKNOWN}")
    assert answer.operations == ("set_total_duration", "set_look")
    assert (chat.length_s, chat.looks[0]) == (8.0, LookKind.WARM)
    assert "6s → 8s" in answer.text
    # The model is told of the video as the rules have left it.
    assert '"length_s": 8.0' in server.bodies[0]["messages"][1]["content"]
    assert chat.now.version == before + 1
    chat.say("undo")
    assert (chat.length_s, chat.looks[0]) == (6.0, LookKind.NONE)


@pytest.mark.requirement("llm-proposes")
def test_what_the_model_leaves_open_is_quoted_back_if_the_user_said_it(
    chat: Chat, server: LanguageServer
) -> None:
    server.acts = [proposes(WARM, unclear=("wobbix", "call 555-0100 now"))]
    answer = chat.say(UNKNOWN)
    assert 'I did not understand "wobbix"' in answer.text
    assert "555" not in answer.text


@pytest.mark.requirement("llm-proposes")
def test_it_is_told_in_chinese_too(chat: Chat, server: LanguageServer) -> None:
    server.acts = [proposes(WARM)]
    answer = chat.say("呜哇呀哒")
    assert "语言模型建议" in answer.text
    assert "language" not in answer.text


@pytest.mark.requirement("llm-proposes")
@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"edits": [%s], "unclear": []}\n```',
        'Sure! {"note": "x"} Here you are: {"edits": [%s]} Enjoy {',
        '<think>{maybe}</think>{"edits": [%s], "unclear": []}',
    ],
)
def test_json_is_found_in_whatever_stands_around_it(
    chat: Chat, server: LanguageServer, text: str
) -> None:
    edit = '{"op": "set_look", "clip_ids": ["photo1"], "look": {"kind": "warm", "strength": null}}'
    server.acts = [says(text % edit)]
    chat.say(UNKNOWN)
    assert chat.looks[0] is LookKind.WARM


@pytest.mark.requirement("llm-proposes")
def test_a_wrong_answer_may_be_corrected_once(chat: Chat, server: LanguageServer) -> None:
    beyond = WARM | {"clip_ids": ["photo99"]}
    server.acts = [proposes(beyond), proposes(WARM)]
    chat.say(UNKNOWN)
    assert chat.looks[0] is LookKind.WARM
    assert "photo99" in server.bodies[1]["messages"][-1]["content"]
    server.acts = [proposes(beyond)]
    answer = chat.say(UNKNOWN)
    assert len(server.asked) == 4
    assert "proposed nothing that can be done; I used my own rules" in answer.text
    assert "flurble" in answer.text


@pytest.mark.requirement("llm-rules-first")
@pytest.mark.parametrize(
    "message",
    [
        "make it 5 seconds",
        "undo",
        "redo",
        "how long is it?",
        "export",
        "thanks!",
        "undo and flurble",
        "make the beach one longer",
        "改成五秒",
    ],
)
def test_what_the_rules_understand_is_never_asked_and_answered_as_before(
    bench: Workbench, server: LanguageServer, message: str
) -> None:
    session = bench.new_session()
    bench.say(session, "a 6 second video")
    alone = bench.say(session, message)
    chat = Chat(bench, server.access(), lambda: 0.0)
    assert chat.say(message).text == alone.text
    assert server.asked == []


@pytest.mark.requirement("llm-rules-first")
def test_an_ambiguity_is_for_the_user_to_solve(chat: Chat, server: LanguageServer) -> None:
    answer = chat.say("swap photo 1 and photo 7")
    assert server.asked == []
    assert answer.timeline is None


@pytest.mark.requirement("llm-falls-back")
@pytest.mark.parametrize(
    ("act", "told"),
    [
        (never, "did not answer in time"),
        (drips, "did not answer in time"),
        (floods, "answered too much"),
        (html, "gave no usable answer"),
        (leads_on, "refused to answer (307)"),
        (fails(401), "refused to answer (401)"),
        (fails(404), "refused to answer (404)"),
        (fails(429), "refused to answer (429)"),
        (fails(500), "refused to answer (500)"),
        (says("I am sorry, Dave."), "proposed nothing that can be done"),
        (says([1, 2]), "proposed nothing that can be done"),
        (says({"edits": [{"op": "explode"}]}), "proposed nothing that can be done"),
        (says({"edits": [WARM] * (MAX_EDITS + 1)}), "proposed nothing that can be done"),
        (says('{"edits": ' * 30_000), "gave no usable answer|answered too much|nothing that can"),
    ],
)
def test_whatever_goes_wrong_the_rules_answer_stands_and_says_so_once(
    bench: Workbench, server: LanguageServer, act: Callable[..., object], told: str
) -> None:
    chat = Chat(bench, server.access(limit_s=0.5), time.monotonic)
    agent = Agent(bench.backend.sessions, bench.backend.beat_sync)
    alone = agent.answer(chat.now, f"make it 8 seconds and {UNKNOWN}")
    chat.say("undo")
    server.acts = [act]  # type: ignore[list-item]
    answer = chat.say(f"make it 8 seconds and {UNKNOWN}")
    assert chat.length_s == 8.0
    assert re.search(told if "|" in told else re.escape(told), answer.text)
    note = re.compile(r"The language model [^;]*; I used my own rules\. ")
    assert note.sub("", answer.text, count=1) == alone.text


@pytest.mark.requirement("llm-falls-back")
def test_a_server_that_is_not_there_is_told_in_both_languages(bench: Workbench) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    chat = Chat(bench, Access("http", "127.0.0.1", port, "/v1", "tiny"), lambda: 0.0)
    assert "The language model cannot be reached; I used my own rules." in chat.say(UNKNOWN).text
    assert "语言模型连不上" in chat.say("呜哇呀哒").text


@pytest.mark.requirement("llm-falls-back")
def test_an_empty_or_idle_proposal_leaves_the_rules_answer_untouched(
    chat: Chat, server: LanguageServer
) -> None:
    backend = chat.bench.backend
    alone = Agent(backend.sessions, backend.beat_sync).answer(chat.now, UNKNOWN)
    for act in (proposes(), proposes(WARM | {"look": {"kind": "none"}})):
        server.acts = [act]
        assert chat.say(UNKNOWN).text == alone.text
    assert alone.asked


@pytest.mark.requirement("llm-pause")
def test_after_failures_it_is_left_alone_for_a_while_and_that_is_said(
    bench: Workbench, server: LanguageServer, clock: list[float]
) -> None:
    chat = Chat(bench, server.access(), lambda: clock[0])
    server.acts = [fails(500)]
    answers = [chat.say(UNKNOWN).text for _ in range(FAILURES_BEFORE_PAUSE + 2)]
    assert len(server.asked) == FAILURES_BEFORE_PAUSE
    said = [f"I will not ask it for the next {PAUSE_S:.0f} seconds" in text for text in answers]
    assert said == [False] * (FAILURES_BEFORE_PAUSE - 1) + [True, False, False]
    clock[0] = PAUSE_S
    server.acts = [proposes(WARM)]
    assert chat.say(UNKNOWN).operations == ("set_look",)
    server.acts = [fails(500)]
    assert "I will not ask" not in chat.say(UNKNOWN).text


@pytest.mark.requirement("llm-dialects")
def test_a_server_that_knows_no_schema_is_asked_more_plainly_and_that_is_remembered(
    chat: Chat, server: LanguageServer
) -> None:
    server.acts = [fails(400, "response_format"), fails(400, "json_object"), proposes(WARM)]
    chat.say(UNKNOWN, UNKNOWN)
    forms = [body.get("response_format", {}).get("type") for body in server.bodies]
    assert forms == ["json_schema", "json_object", None, None]
    assert chat.looks[0] is LookKind.WARM


@pytest.mark.requirement("llm-dialects")
@pytest.mark.parametrize("status", [400, 422])
def test_a_parameter_that_is_refused_is_left_out(
    chat: Chat, server: LanguageServer, status: int
) -> None:
    server.acts = [fails(status, "Unsupported value: 'temperature'"), proposes(WARM)]
    chat.say(UNKNOWN)
    first, second = server.bodies
    assert "temperature" in first
    assert "temperature" not in second
    assert second["response_format"]["type"] == "json_schema"
    assert second["seed"] == first["seed"]


@pytest.mark.requirement("llm-dialects")
def test_a_server_that_refuses_everything_is_asked_only_so_often(
    chat: Chat, server: LanguageServer
) -> None:
    server.acts = [fails(400)]
    assert "refused to answer (400)" in chat.say(UNKNOWN).text
    assert len(server.asked) == 4


@pytest.mark.requirement("llm-dialects")
def test_the_request_is_a_chat_completion_and_the_same_for_the_same_turn(
    chat: Chat, server: LanguageServer
) -> None:
    server.acts = [proposes()]
    chat.say(UNKNOWN, UNKNOWN)
    body = server.bodies[0]
    assert server.asked[0] == server.asked[1]
    assert body.keys() == {
        *("model", "messages", "stream", "temperature", "seed", "max_tokens"),
        "response_format",
    }
    assert (body["temperature"], body["stream"]) == (0, False)
    assert [m["role"] for m in body["messages"]] == ["system", "user"]
    assert body["response_format"]["json_schema"]["strict"] is True
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def parts_of(schema: object) -> Iterator[dict[str, object]]:
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts_of(part)


@pytest.mark.requirement("llm-dialects")
def test_the_strict_schema_keeps_the_rules_of_strict_schemas() -> None:
    schema = strict_schema()
    assert schema["type"] == "object"
    known = {"type", "properties", "required", "additionalProperties", "items", "anyOf", "enum"}
    known |= {"pattern", "minimum", "maximum", "maxItems"}
    for part in parts_of(schema):
        if isinstance(part.get("properties"), dict):
            assert set(part) <= known
            assert part["additionalProperties"] is False
            assert part["required"] == list(part["properties"])  # type: ignore[call-overload]


@pytest.mark.requirement("llm-private")
def test_no_picture_path_hash_id_or_key_is_in_what_is_sent(
    chat: Chat, server: LanguageServer
) -> None:
    server.acts = [proposes(WARM | {"clip_ids": ["photo7"]}), proposes(WARM)]
    chat.say(f"{UNKNOWN} with the key nmv_usr_abcdef123456")
    session, backend = chat.now, chat.bench.backend
    secrets = {
        *(session.session_id, session.task_id, session.user_id, session.user_id[:12], KEY),
        *("nmv_usr_abcdef123456", str(backend.config.home), "/media/"),
        *(photo.media.content_hash for photo in backend.sessions.photos(session)),
        *(photo.media.content_hash[:12] for photo in backend.sessions.photos(session)),
    }
    assert len(server.asked) == 2
    for content in server.asked:
        text = content.decode()
        assert [secret for secret in secrets if secret in text] == []
        assert not re.search(r"[0-9a-f]{32}|[A-Za-z0-9+/]{120}", text)
        assert [name for name in PHOTOS if PHOTOS[name][:40] in content] == []
    assert "quadrants.jpg" in text


@pytest.mark.requirement("llm-private")
def test_words_leave_the_computer_only_after_that_was_said(
    bench: Workbench, server: LanguageServer
) -> None:
    # An address that is not a loopback one by its looks, and leads here all the same.
    away = server.access(host="0.0.0.0")  # noqa: S104 nothing is bound to it
    assert not away.is_local
    server.acts = [proposes(WARM)]
    chat = Chat(bench, away, lambda: 0.0)
    first = chat.say(UNKNOWN)
    assert server.asked == []
    assert f"A language model at {away.server} is set up" in first.text
    assert "photos never" in first.text
    assert chat.say(UNKNOWN).operations == ("set_look",)
    # And once for good, also after a restart.
    again = Proposer(away, home=bench.backend.config.home)
    assert not again.must_tell(chat.session.user_id)
    assert again.must_tell("somebody else")


@pytest.mark.requirement("llm-private")
def test_the_key_is_never_shown(server: LanguageServer, caplog: pytest.LogCaptureFixture) -> None:
    assert KEY not in repr(server.access())
    assert KEY not in server.access().mark
    with pytest.raises(RequestError) as caught:
        access_in(f"http://user:{KEY}@localhost", model="tiny", key=KEY)
    assert KEY not in str(caught.value.message) + caught.value.hint
    assert KEY not in caplog.text


@pytest.mark.requirement("llm-set-up")
@pytest.mark.parametrize(
    ("url", "path", "server", "is_local"),
    [
        ("http://localhost:11434", "/v1", "localhost:11434", True),
        ("http://127.0.0.1:1234/v1/", "/v1", "127.0.0.1:1234", True),
        ("http://[::1]:8000/v1/chat/completions", "/v1", "[::1]:8000", True),
        ("https://api.example.com/openai/v1", "/openai/v1", "api.example.com", False),
        ("http://192.168.1.20:8000/v1", "/v1", "192.168.1.20:8000", False),
        ("http://localhost.example.com/v1", "/v1", "localhost.example.com", False),
    ],
)
def test_an_address_is_read_as_people_write_it(
    url: str, path: str, server: str, is_local: bool
) -> None:
    access = access_in(url, model="tiny")
    assert access is not None
    assert (access.path, access.server, access.is_local) == (path, server, is_local)


@pytest.mark.requirement("llm-set-up")
@pytest.mark.parametrize(
    ("setting", "changed"),
    [
        ("URL", {"url": "ftp://localhost"}),
        ("URL", {"url": "http://"}),
        ("URL", {"url": "http://localhost:99999"}),
        ("URL", {"url": "http://localhost/v1?key=x"}),
        ("URL", {"url": "http://local host"}),
        ("URL", {"url": "localhost:11434"}),
        ("MODEL", {"model": ""}),
        ("KEY", {"key": "a\nb"}),
        ("TIMEOUT", {"limit": "soon"}),
        ("TIMEOUT", {"limit": "0"}),
        ("TIMEOUT", {"limit": "nan"}),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(setting: str, changed: dict[str, str]) -> None:
    given_ = {"url": "http://localhost", "model": "tiny"} | changed
    with pytest.raises(RequestError) as caught:
        access_in(given_.pop("url"), **given_)  # type: ignore[arg-type]
    assert caught.value.facts["setting"] == f"TIKTOK_PHOTO_VIDEO_LLM_{setting}"


# Whatever a model may answer.


@pytest.fixture(scope="module")
def wish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wish]:
    bench = Workbench(tmp_path_factory.mktemp("wish"))
    session = bench.new_session(photos=4)
    bench.say(session, 'a 12 second video titled "x"')
    files = bench.backend.sessions.photos(session)
    yield Wish(UNKNOWN, (UNKNOWN,), bench.timeline(session), files, Language.ENGLISH, 1)
    bench.close()


handles = st.sampled_from(["photo1", "photo2", "photo4", "photo5", "title1", "card1", "p1", ""])
leaves = (
    st.none() | st.booleans() | st.integers(-3, 400) | st.floats(allow_nan=True) | handles
) | st.text(max_size=8)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


def valued(schema: dict[str, object]) -> st.SearchStrategy[object]:
    """Values that a schema allows, now and then others."""
    if "const" in schema:
        return st.just(schema["const"])
    if "anyOf" in schema:
        return st.one_of([valued(part) for part in schema["anyOf"]])  # type: ignore[attr-defined]
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | leaves  # type: ignore[arg-type]
    return _typed(schema)


def _typed(schema: dict[str, object]) -> st.SearchStrategy[object]:
    kind = schema.get("type")
    if kind == "object":
        properties: dict[str, dict[str, object]] = schema["properties"]  # type: ignore[assignment]
        parts = {name: valued(part) for name, part in properties.items()}
        optional = {name: parts.pop(name) for name in list(parts) if name not in _required(schema)}
        return st.fixed_dictionaries(parts, optional=optional)
    if kind == "array":
        return st.lists(valued(schema["items"]), max_size=4)  # type: ignore[arg-type]
    if "pattern" in schema:
        return handles if "photo" in str(schema["pattern"]) else st.just("#ff0000") | leaves
    return {
        "integer": st.integers(0, 5) | st.integers(-5, 2**40),
        "number": st.floats(0, 30) | st.floats(allow_nan=False),
        "boolean": st.booleans(),
        "string": st.text(max_size=12),
        "null": st.none(),
    }[str(kind)]


def _required(schema: dict[str, object]) -> list[str]:
    return schema["required"]  # type: ignore[return-value]


some_edits = st.lists(st.one_of([valued(s) for s in proposal_schemas().values()]), max_size=6)
answers = (
    st.fixed_dictionaries({"edits": some_edits}, optional={"unclear": st.lists(st.text())})
    | anything
    | st.fixed_dictionaries({"edits": anything}, optional={"unclear": anything})
)


@pytest.mark.requirement("llm-bounded")
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(answer=answers)
def test_any_json_is_a_sound_proposal_or_none(wish: Wish, answer: object) -> None:
    for text in (json.dumps(answer), str(answer)):
        try:
            proposal = proposal_in(text, wish)
        except WrongAnswerError:
            continue
        if proposal is not None:
            assert check(proposal.timeline) == ()
            assert 0 < len(proposal.edits) <= MAX_EDITS
            assert len(proposal.timeline.pictures) <= 300


@pytest.mark.requirement("llm-bounded")
@settings(max_examples=50)
@given(text=st.text() | st.text(alphabet='{}[]":,edits0ep '))
def test_any_text_is_refused_or_read(wish: Wish, text: str) -> None:
    with suppress(WrongAnswerError):
        assert proposal_in(text, wish) is None


@pytest.mark.requirement("llm-bounded")
@pytest.mark.parametrize(
    "edits",
    [
        [{"op": "insert", "index": 0, "clips": [{"file": 1}] * 150}] * 2,
        [{"op": "set_total_duration", "duration_s": 86400}],
        [{"op": "set_caption", "clip_id": "photo1", "caption": {"text": "x" * 201}}],
        [{"op": "insert", "index": 0, "clips": [{"file": 5}]}],
        [{"op": "set_look", "clip_ids": ["photo1"], "look": {"lut_hash": "a" * 64}}],
        [{"op": "set_canvas", "width_px": 5000, "height_px": 5000}],
        [{"op": "set_look", "clip_ids": ["p1"], "look": {"kind": "warm"}}],
        [TEN_SECONDS, {"op": "create", "timeline": {}}],
    ],
)
def test_what_goes_too_far_is_refused_whole(wish: Wish, edits: list[object]) -> None:
    assert MAX_TEXT_CHARS == 200
    with pytest.raises(WrongAnswerError):
        proposal_in(json.dumps({"edits": edits}), wish)


@pytest.mark.requirement("llm-proposes")
def test_files_are_named_by_number(wish: Wish) -> None:
    edits = [
        {"op": "insert", "index": 4, "clips": [{"file": 2, "duration_s": 1.5}, {"file": 3}]},
        {"op": "replace_media", "clip_id": "photo1", "with_clip": {"file": 4}},
        {"op": "set_logo", "logo": {"media": {"file": 1}, "corner": None}},
    ]
    proposal = proposal_in(json.dumps({"edits": edits, "unclear": []}), wish)
    assert proposal is not None
    media = [clip.media for clip in proposal.timeline.photos]
    files = [file.media for file in wish.files]
    assert media == [files[3], *files[1:4], files[1], files[2]]
    assert proposal.timeline.logo is not None
    assert proposal.timeline.logo.media == files[0]


@pytest.mark.requirement("llm-falls-back")
@pytest.mark.parametrize("content", [None, 5, [], [{"type": "text"}], ["x"], {}])
def test_a_completion_without_text_is_no_answer(
    chat: Chat, server: LanguageServer, content: object
) -> None:
    server.acts = [lambda _: JSONResponse(completion(content))]
    answer = chat.say(UNKNOWN)
    assert "I used my own rules" in answer.text
    assert answer.operations == ()


@pytest.mark.requirement("llm-bounded")
def test_edits_of_the_model_are_of_the_usual_classes(wish: Wish) -> None:
    proposal = proposal_in(json.dumps({"edits": [WARM]}), wish)
    assert proposal is not None
    assert isinstance(proposal.edits[0], SetLook)


@pytest.mark.requirement("llm-private")
def test_a_home_that_cannot_be_written_only_repeats_itself(
    server: LanguageServer, tmp_path: Path
) -> None:
    proposer = Proposer(server.access(host="0.0.0.0"), home=tmp_path / "nowhere")  # noqa: S104
    assert [proposer.must_tell("u"), proposer.must_tell("u")] == [True, False]
