"""Killed at every request of an export: nothing lost, nothing done twice, nothing wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import av
import httpx
import pytest

from tests.e2e.crashing import (
    DOWNLOAD_STRIKES,
    ORDER_STRIKES,
    STRIKES,
    TURN_STRIKES,
    Killed,
    Line,
    Strike,
)
from tests.e2e.worlds import CLOUD, COST, LOCAL, Template, World, new_template
from tiktok_photo_video.assistant.connection import Backend as Choice
from tiktok_photo_video.assistant.ordering import MAY_ARRIVE_FOR_S
from tiktok_photo_video.assistant.spend_guard import MAYBE_DONE
from tiktok_photo_video.errors import PhotoVideoError, RequestError
from tiktok_photo_video_tools import settling

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return new_template(tmp_path_factory.mktemp("crash points"))


NewWorld = Callable[..., World]
Work = Callable[[Line], Awaitable[None]]


@pytest.fixture
def new_world(
    template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NewWorld]:
    """Makes a world with its backend running."""
    worlds: list[World] = []

    def make(
        choice: Choice, *, bare: bool = False, gated: bool = True, cold: bool = False
    ) -> World:
        project = template.bare if bare else template.made
        world = template.world(tmp_path, choice, project=project)
        if cold:
            shutil.rmtree(world.plant.home / "cache")
        monkeypatch.setenv("TIKTOK_PHOTO_VIDEO_HOME", str(world.desk.home))
        monkeypatch.setattr(settling, "_POLL_S", 0.01)
        world.plant.start(gated=gated)
        worlds.append(world)
        return world

    yield make
    for world in worlds:
        world.plant.kill()


def every(*strikes: Strike) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("strike", strikes, ids=str)


# At the second poll the render is under way: there it is made from nothing, and takes its time.
MID_RENDER = [strike for strike in STRIKES if (strike.kind, strike.nth) == ("poll", 2)]
local_strikes = every(*STRIKES)
cloud_strikes = every(*STRIKES, *DOWNLOAD_STRIKES)


async def client_killed(world: World, strike: Strike, work: Work) -> None:
    """Let a command work until it is killed."""

    def die() -> None:
        world.desk.photograph()
        raise Killed

    line = Line(world.plant, strike, die)
    try:
        await work(line)
    except* Killed:
        world.desk.put_back()
    assert line.has_struck
    world.plant.release()


async def backend_killed(world: World, strike: Strike, work: Work, *, back_at_once: bool) -> None:
    """Let a command work while its backend is killed; what it says then is up to it."""

    def die() -> None:
        world.plant.kill()
        if back_at_once:
            world.plant.start()
        raise httpx.ReadError("the backend is gone")

    line = Line(world.plant, strike, die)
    with suppress(PhotoVideoError):
        await work(line)
    assert line.has_struck
    if not world.plant.is_running:
        world.plant.start()


async def recovered(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """What a user does who finds the video missing: look at the status, else export again."""
    rows = await world.status(capsys)
    if not any(row["state"] == "completed" for row in rows):
        await world.export(Line(world.plant))


async def is_as_it_should_be(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """One render, one whole file, told once, nothing beside it, and no credit wrong."""
    renders = world.plant.rows("SELECT render_id, state FROM renders")
    assert [state for _, state in renders] == ["completed"]
    result = world.plant.home / "results" / f"{renders[0][0]}.mp4"
    assert world.target.read_bytes() == result.read_bytes()
    assert world.deliveries == 1
    with av.open(str(world.target)) as video:
        assert sum(1 for _ in video.decode(video.streams.video[0])) == 30
    delivered = {path.name for path in world.desk.folder.iterdir()}
    assert "out.mp4" in delivered
    assert delivered <= {"out.mp4", "out.receipt.json"}  # a cloud's is not brought home
    assert spent(world) == COST
    # Who takes the video away has it: nothing brings it back.
    for path in world.desk.folder.iterdir():
        path.unlink()
    await world.status(capsys)
    assert list(world.desk.folder.iterdir()) == []
    assert world.deliveries == 1


def a_while_ago(world: World) -> None:
    """Let what is in the book have been asked for long ago."""
    book = world.desk.home / "projects.json"
    content = json.loads(book.read_text(encoding="utf-8"))
    for export in content["exports"]:
        export["asked_at_s"] -= MAY_ARRIVE_FOR_S + 1
    book.write_text(json.dumps(content), encoding="utf-8")


def spent(world: World) -> object:
    """What was paid; nothing may be held back when nothing is under way."""
    ((reserved,),) = world.plant.rows("SELECT count(*) FROM ledger WHERE kind = 'reserve'")
    ((closed,),) = world.plant.rows(
        "SELECT count(*) FROM ledger WHERE kind IN ('settle', 'refund')"
    )
    assert reserved == closed
    ((paid,),) = world.plant.rows(
        "SELECT coalesce(sum(amount), 0) FROM ledger WHERE kind = 'settle'"
    )
    return paid


@pytest.mark.requirement("crash-client-local")
@local_strikes
async def test_a_client_killed_beside_a_local_backend_costs_nothing(
    new_world: NewWorld, strike: Strike, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(LOCAL)
    await client_killed(world, strike, world.export)
    await recovered(world, capsys)
    await is_as_it_should_be(world, capsys)


@pytest.mark.requirement("crash-client-cloud")
@cloud_strikes
async def test_a_client_killed_before_a_cloud_costs_nothing(
    new_world: NewWorld, strike: Strike, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(CLOUD)
    await client_killed(world, strike, world.export)
    await recovered(world, capsys)
    await is_as_it_should_be(world, capsys)


# What the order, the wait and the way home leave behind: nothing yet, something, all of it.
LEFT_BEHIND = every(*ORDER_STRIKES, Strike("poll", 2, "after"), Strike("poll", 3, "after"))
LEFT_BEHIND_BY_CLOUD = every(*ORDER_STRIKES, Strike("poll", 3, "after"), *DOWNLOAD_STRIKES)


@pytest.mark.requirement("order-rejoined")
@LEFT_BEHIND
async def test_after_a_kill_the_same_export_again_goes_on_with_the_first(
    new_world: NewWorld, strike: Strike, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(LOCAL)
    await client_killed(world, strike, world.export)
    await world.export(Line(world.plant))
    await is_as_it_should_be(world, capsys)


@pytest.mark.requirement("order-rejoined")
@LEFT_BEHIND_BY_CLOUD
async def test_after_a_kill_before_a_cloud_the_same_export_again_goes_on_with_the_first(
    new_world: NewWorld, strike: Strike, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(CLOUD)
    await client_killed(world, strike, world.export)
    await world.export(Line(world.plant))
    await is_as_it_should_be(world, capsys)


@pytest.mark.requirement("order-dropped")
async def test_an_order_that_a_kill_kept_from_leaving_is_not_listed_for_ever(
    new_world: NewWorld, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(LOCAL, gated=False)
    await client_killed(world, Strike("order", 1, "before"), world.export)
    (row,) = await world.status(capsys)
    assert row["state"] == "unknown"  # it may arrive yet
    a_while_ago(world)
    assert await world.status(capsys) == []


@pytest.mark.requirement("crash-backend")
@pytest.mark.parametrize("back_at_once", [True, False], ids=["back at once", "back later"])
@local_strikes
async def test_a_local_backend_killed_costs_nothing(
    new_world: NewWorld, strike: Strike, *, back_at_once: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(LOCAL, cold=strike in MID_RENDER)
    await backend_killed(world, strike, world.export, back_at_once=back_at_once)
    await recovered(world, capsys)
    await is_as_it_should_be(world, capsys)


@pytest.mark.requirement("crash-backend")
@pytest.mark.parametrize("back_at_once", [True, False], ids=["back at once", "back later"])
@cloud_strikes
async def test_a_cloud_killed_costs_nothing(
    new_world: NewWorld, strike: Strike, *, back_at_once: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(CLOUD, cold=strike in MID_RENDER)
    await backend_killed(world, strike, world.export, back_at_once=back_at_once)
    await recovered(world, capsys)
    await is_as_it_should_be(world, capsys)


@pytest.mark.requirement("crash-backend")
@pytest.mark.parametrize("choice", [LOCAL, CLOUD], ids=["local", "cloud"])
async def test_a_restart_brings_back_no_video_that_was_taken_away(
    new_world: NewWorld, choice: Choice, capsys: pytest.CaptureFixture[str]
) -> None:
    world = new_world(choice, gated=False)
    await world.export(Line(world.plant))
    world.target.unlink()
    world.plant.kill()
    world.plant.start()
    await world.status(capsys)
    # Its receipt, which nobody took, may stay.
    assert not world.target.exists()
    assert [path.suffix for path in world.desk.folder.iterdir()] in ([], [".json"])
    assert world.plant.rows("SELECT state FROM renders") == [("completed",)]


@pytest.mark.requirement("crash-backend")
async def test_what_a_killed_backend_had_half_received_is_thrown_away(new_world: NewWorld) -> None:
    world = new_world(LOCAL, gated=False)
    world.plant.kill()
    half = world.plant.home / "media" / "incoming" / "tmp-half"
    half.write_bytes(b"half a photo")
    world.plant.start()
    async with world.talk(Line(world.plant)) as talk:
        assert (await talk.state()).draft
    assert not half.exists()


MESSAGE = "a 1 second video"


async def question_after(saying: Awaitable[object]) -> RequestError | None:
    """What is asked instead of doing what was said."""
    try:
        await saying
    except RequestError as error:
        return error
    return None


async def said_until_done(world: World) -> None:
    """What a user does whose message may be lost: look, and say it again if nothing came."""
    for _ in range(3):
        async with world.talk(Line(world.plant)) as talk:
            if (await talk.state()).draft:
                return
            if answer := await question_after(talk.edit(MESSAGE)):
                assert answer.code == MAYBE_DONE
    pytest.fail("it is never done")


def is_paid_once(world: World) -> None:
    assert world.plant.rows("SELECT count(*) FROM versions WHERE message = 'a 1 second video'") == [
        (2,)  # the template's own, and this one
    ]
    assert spent(world) == 2 * COST


@pytest.mark.requirement("crash-turn")
@every(*TURN_STRIKES)
async def test_a_client_killed_in_a_turn_pays_once(new_world: NewWorld, strike: Strike) -> None:
    world = new_world(CLOUD, bare=True, gated=False)
    await client_killed(world, strike, lambda line: world.say(line, MESSAGE))
    await said_until_done(world)
    is_paid_once(world)


@pytest.mark.requirement("crash-turn")
@pytest.mark.parametrize("back_at_once", [True, False], ids=["back at once", "back later"])
@every(*TURN_STRIKES)
async def test_a_backend_killed_in_a_turn_is_paid_once(
    new_world: NewWorld, strike: Strike, *, back_at_once: bool
) -> None:
    world = new_world(CLOUD, bare=True, gated=False)
    talk = lambda line: world.say(line, MESSAGE)  # noqa: E731
    await backend_killed(world, strike, talk, back_at_once=back_at_once)
    await said_until_done(world)
    is_paid_once(world)
