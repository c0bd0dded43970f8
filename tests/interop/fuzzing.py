"""What must hold of every spoiled stream and answer; one seed is one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.client.scripted_backend import NOW, SKILL, FakeTime, ScriptedBackend, ok, stream_of
from tests.interop.mutation import chunked, disturbed_turn, seeded, spoiled_answer, spoiled_stream
from tiktok_photo_video.assistant.connection import Backend
from tiktok_photo_video.assistant.conversation import Conversation
from tiktok_photo_video.chat.gui_speak import translate
from tiktok_photo_video.chat.replies import say
from tiktok_photo_video.chat.reply import Reply, Say, StateShown
from tiktok_photo_video.client import BackendClient, Endpoint
from tiktok_photo_video.errors import PhotoVideoError, ProtocolError
from tiktok_photo_video.language import Language
from tiktok_photo_video.settings import Settings
from tiktok_photo_video.wire import payloads, routes
from tiktok_photo_video.wire.codes import error_from_answer
from tiktok_photo_video.wire.events import Failure, Text, TextAssembler, parse_event
from tiktok_photo_video.wire.sse import Decoder
from tiktok_photo_video.wire.uploads import parse_uploaded_file


@dataclass(frozen=True, slots=True)
class Heard:
    """What a stream says, read without a client."""

    words: str
    has_failure: bool


def heard(chunks: Sequence[bytes]) -> Heard:
    """Read a whole stream; asserts that no word is shown that was not heard, nor twice.

    Raises:
        ProtocolError: a frame is beyond the limit.

    """
    decoder, assembler = Decoder(), TextAssembler()
    frames = [frame for chunk in chunks for frame in decoder.feed(chunk)] + decoder.flush()
    shown, said_chars, has_failure = [], 0, False
    for event in (event for frame in frames for event in parse_event(frame.data)):
        if isinstance(event, Text):
            said_chars += len(event.text)
            shown.append(assembler.add(event))
        elif isinstance(event, Failure):
            has_failure = True
    assert "".join(shown).replace("\n\n", "") == assembler.text.replace("\n\n", "")
    assert sum(map(len, shown)) <= said_chars
    assembler.text.encode("utf-8")
    return Heard(assembler.text, has_failure)


def check_stream(seed: int) -> str:
    """A spoiled stream is read, whatever its cuts, or refused in our words."""
    rng = seeded(seed)
    stream = spoiled_stream(rng)
    try:
        whole = heard([stream])
    except ProtocolError:
        return "refused"
    assert heard(chunked(rng, stream)) == whole
    return "words" if whole.words else "failure" if whole.has_failure else "silent"


def check_disturbed(seed: int) -> str:
    """Noise and an early end never double or change the words of a turn."""
    rng = seeded(seed)
    stream, words = disturbed_turn(rng)
    read = heard(chunked(rng, stream))
    assert words.startswith(read.words)
    assert not read.has_failure
    return "all words" if read.words == words else "some words" if read.words else "none"


PARSERS: Mapping[str, Callable[[object], object]] = {
    "anonymous_token": payloads.parse_anonymous_token,
    "session_request": payloads.parse_session_request,
    "session_ids": payloads.parse_session_ids,
    "credits": payloads.parse_credits,
    "session_state": payloads.parse_session_state,
    "run_request": payloads.parse_run_request,
    "render_request": payloads.parse_render_request,
    "render_status": payloads.parse_render_status,
    "upload": payloads.parse_upload,
    "uploaded_file": parse_uploaded_file,
    "upload_urls": payloads.parse_upload_urls,
}


def check_answer(seed: int) -> str:
    """Every parser reads a spoiled answer or says in our words what is wrong with it."""
    rng = seeded(seed)
    answer = spoiled_answer(rng)
    refusals = [refusal_of(parser, answer) for parser in PARSERS]
    status = rng.choice((200, 400, 404, 500))
    for error in (*refusals, error_from_answer(status, answer)):
        if error:
            _told(error)
    return "refused by all" if all(refusals) else "read by some"


def refusal_of(parser: str, answer: object) -> ProtocolError | None:
    """What a parser says against an answer; nothing else may come out of it."""
    try:
        PARSERS[parser](answer)
    except ProtocolError as error:
        return error
    return None


# Whole turns.

DRAFTS = ({"t": [{"tt": 0, "sg": [{"a": 1}], "d": 6000}]}, {"t": [{"tt": 0, "sg": [{"b": 2}]}]})
NOTHING = say("edit.nothing", Language.ENGLISH)


class TurnBench:
    """One conversation whose backend answers from a script, for turn after turn."""

    def __init__(self, home: Path) -> None:
        self.script = ScriptedBackend()
        self.replies: list[Reply] = []
        self.script.on(routes.create_session(), ok({"session_id": "71"}))
        self._time = FakeTime(NOW)
        self._client = BackendClient(
            Endpoint("https://backend.example"),
            SKILL,
            home=home,
            timing=self._time.timing,
            transport=self.script.transport,
        )
        self.talk = Conversation(
            Settings(home),
            Backend("https://backend.example", is_local=False),
            emit=self.replies.append,
            language=Language.ENGLISH,
            connect=self._connect,
            sleep=self._time.timing.sleep,
        )

    async def _connect(self, _: Backend, __: Settings) -> BackendClient:
        return self._client

    async def check_turn(self, seed: int) -> str:
        """A turn over a spoiled stream ends with an honest last word or with our error."""
        rng = seeded(seed)
        chunks = chunked(rng, spoiled_stream(rng))
        changed, dropped = rng.random() < 0.5, rng.random() < 0.25
        broken = [httpx.ReadError("x")] if dropped else []
        self.script.on(routes.state("71"), _state(DRAFTS[0]), _state(DRAFTS[changed]))
        self.script.on(routes.RUN_SSE, stream_of(*chunks, *broken))
        self.replies.clear()
        self.script.requests.clear()
        try:
            # Other words each time: the same ones are asked about after a loss.
            is_well = await self.talk.edit(f"make it nice, number {seed}")
        except PhotoVideoError as error:
            return _told(error)
        finally:
            assert len(self.script.sent_to(routes.RUN_SSE)) == 1
        outcome = self._last_words(changed=changed)
        if not dropped:
            self._require_truth(heard(chunks), is_well=is_well, changed=changed)
        return "recovered" if dropped else outcome

    def _spoken(self) -> list[str]:
        """The words of the turn, offers and progress aside."""
        return [
            reply.text if isinstance(reply, Say) else reply.summary
            for reply in self.replies
            if isinstance(reply, Say | StateShown)
        ]

    def _last_words(self, *, changed: bool) -> str:
        spoken = self._spoken()
        assert spoken[-1].strip()
        assert not (changed and NOTHING in spoken)
        return "said" if isinstance(self.replies[-1], Say) else "shown"

    def _require_truth(self, stream: Heard, *, is_well: bool, changed: bool) -> None:
        assert is_well is not stream.has_failure
        if words := translate(stream.words).shown.strip():
            assert self._spoken().count(words) == 1
        else:
            assert (NOTHING in self._spoken()) is not changed
        if stream.has_failure:
            assert len(self._spoken()) == 2


def _state(draft: Mapping[str, object]) -> Callable[[httpx.Request], httpx.Response]:
    return ok({"session_id": "71", "state": {"draft": draft, "video_infos": []}})


def _told(error: PhotoVideoError) -> str:
    assert error.sentence().strip()
    error.sentence().encode("utf-8")
    return f"error: {type(error).__name__}"
