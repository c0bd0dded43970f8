"""A turn's noise, its failures, and the user who hears from us all the while."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from tests.assistant.conversing import draft_of, says, scene, state_of
from tests.client.scripted_backend import ScriptedBackend, stream_of
from tiktok_photo_video.assistant.turn import STILL_WORKING_EVERY_S, while_telling
from tiktok_photo_video.chat.noise import is_noise, without_noise
from tiktok_photo_video.chat.reply import StateShown
from tiktok_photo_video.errors import InputError, TransportError
from tiktok_photo_video.language import Language
from tiktok_photo_video.wire import routes
from tiktok_photo_video.wire.draft import summarise

pytestmark = pytest.mark.anyio
NOISE = "I encountered a temporary issue. Please try again later."


@pytest.mark.requirement("turn-noise")
@pytest.mark.parametrize(
    "noise",
    [
        NOISE,
        "i ENCOUNTERED a temporary issue",
        "Sorry, I encountered a temporary issue while finishing.",
        "抱歉，我遇到了一个临时问题，请稍后再试。",
        "遇到临时故障，请重试。",
        "暂时遇到了问题。",
    ],
)
async def test_the_closing_line_about_a_temporary_issue_is_dropped(noise: str) -> None:
    for joint in ("\n", "\n\n", " "):
        assert without_noise(f"Your title is red now.{joint}{noise}") == "Your title is red now."
    assert is_noise(noise)


@pytest.mark.requirement("turn-noise")
@pytest.mark.parametrize(
    "text",
    [
        "I encountered a temporary issue, but solved it.\nYour title is red now.",
        "Your title now says: no issue too small.",
        "There is a problem with photo 3.",
        "第三张照片有问题。",
        "",
    ],
)
async def test_other_words_stay_as_they_are(text: str) -> None:
    assert without_noise(text) == text
    assert not is_noise(text)


@pytest.mark.requirement("turn-noise")
async def test_noise_is_the_answer_only_where_nothing_was_done(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    backend.on(routes.RUN_SSE, says(NOISE))
    await place.say("make it shorter")
    assert "temporary issue" in place.words[-1]
    backend.on(routes.state("s1"), state_of(), state_of(draft=draft_of("New")))
    place.told.clear()
    await place.say("make it red")
    assert "temporary" not in str(place.told)
    assert place.told[-1] == StateShown(summarise(draft_of("New"), Language.ENGLISH))


@pytest.mark.requirement("turn-failure")
async def test_a_failure_after_good_words_is_told_briefly_and_is_no_failure_of_the_turn(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    broken = b'data: {"type":"error","message":"The music is gone."}\n\n'
    backend.on(routes.RUN_SSE, says("The title is red.", more=broken))
    await place.say("make it red")
    assert place.words == [
        "The title is red.",
        "The last step did not finish: The music is gone.",
    ]


@pytest.mark.requirement("turn-failure")
async def test_a_failure_without_words_fails_unless_something_was_done(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    backend.on(routes.RUN_SSE, lambda _: stream_of(b'data: {"error": "No music."}\n\n'))
    with pytest.raises(InputError, match="No music"):
        await place.say("make it red")
    backend.on(routes.state("s1"), state_of(), state_of(draft=draft_of("New")))
    place.told.clear()
    await place.say("make it blue")
    assert "No music" in place.words[-1]


@pytest.mark.requirement("turn-heard")
async def test_the_user_hears_from_a_silent_turn_each_time_two_minutes_pass() -> None:
    heard = anyio.Event()
    waits: list[float] = []

    async def two_waits(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) > 2:
            await anyio.sleep_forever()
        await anyio.lowlevel.checkpoint()

    def tell() -> None:
        if len(waits) == 2:
            heard.set()

    async def silent_work() -> str:
        await heard.wait()
        return "done"

    assert await while_telling(silent_work, tell, sleep=two_waits) == "done"
    assert waits[:2] == [STILL_WORKING_EVERY_S] * 2
    assert STILL_WORKING_EVERY_S <= 120


@pytest.mark.requirement("turn-heard")
async def test_what_fails_meanwhile_arrives_as_itself() -> None:
    async def work() -> None:
        raise TransportError("broken")

    with pytest.raises(TransportError, match="broken"):
        await while_telling(work, lambda: None)


@pytest.mark.requirement("turn-queued")
async def test_a_second_message_waits_for_the_first_and_is_told_so(
    tmp_path: Path, backend: ScriptedBackend
) -> None:
    place = scene(tmp_path / "home", backend)
    backend.on(routes.RUN_SSE, says("First."), says("Second."))
    async with place.talk() as talk, anyio.create_task_group() as group:
        group.start_soon(talk.handle, "make it red")
        await anyio.lowlevel.checkpoint()
        group.start_soon(talk.handle, "make it blue")
    assert place.words.index("First.") < place.words.index("Second.")
    assert place.words[0] == "I will do that right after this one."
    sent = [request.content for request in backend.sent_to(routes.RUN_SSE)]
    assert [b"red" in content for content in sent] == [True, False]
