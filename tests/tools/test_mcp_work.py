"""Work that outlives its call: it goes on, is found again, and its failure is told."""

from __future__ import annotations

import anyio
import pytest

from tiktok_photo_video.errors import RequestError
from tiktok_photo_video_tools.mcp_server.work import Desk, Job

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Told:
    """What a host was told on the way."""

    def __init__(self) -> None:
        self.all: list[tuple[float, str]] = []

    async def __call__(self, fraction: float, words: str) -> None:
        self.all.append((fraction, words))


@pytest.mark.requirement("mcp-in-time")
async def test_work_that_is_done_in_time_gives_its_result_or_its_failure() -> None:
    async def well(_: Job[int]) -> int:
        return 7

    async def badly(_: Job[int]) -> int:
        raise RequestError("No.", code="no")

    async with anyio.create_task_group() as tasks:
        desk, end_s = Desk(tasks), anyio.current_time() + 30
        assert await desk.waited(desk.begin(well), Told(), end_s=end_s) == 7
        with pytest.raises(RequestError):
            await desk.waited(desk.begin(badly), Told(), end_s=end_s)
        assert desk.late("") is None


@pytest.mark.requirement("mcp-in-time")
@pytest.mark.parametrize("problem", ["", "The credits are used up."])
async def test_work_that_takes_longer_goes_on_and_is_found_by_its_project(problem: str) -> None:
    go_on = anyio.Event()

    async def slowly(job: Job[int]) -> int:
        job.project = lambda: "p1"
        await go_on.wait()
        if problem:
            raise RequestError(problem)
        return 7

    async with anyio.create_task_group() as tasks:
        desk = Desk(tasks)
        job = desk.begin(slowly)
        await anyio.wait_all_tasks_blocked()
        assert await desk.waited(job, Told(), end_s=anyio.current_time()) is None
        late = desk.late("p1")
        assert late is job
        assert desk.late("p2") is None
        assert not late.done.is_set()
        go_on.set()
        await late.done.wait()
        assert late.problem == problem


@pytest.mark.requirement("mcp-in-time")
async def test_work_goes_on_when_the_host_no_longer_wants_the_answer() -> None:
    go_on = anyio.Event()

    async def slowly(job: Job[int]) -> int:
        job.project = lambda: "p1"
        await go_on.wait()
        return 7

    async with anyio.create_task_group() as tasks:
        desk = Desk(tasks)
        job = desk.begin(slowly)
        await anyio.wait_all_tasks_blocked()
        with anyio.CancelScope() as call:
            call.cancel()
            await desk.waited(job, Told(), end_s=anyio.current_time() + 30)
        assert desk.late("p1") is job
        go_on.set()
        await job.done.wait()
        assert job.result == 7


@pytest.mark.requirement("mcp-in-time")
async def test_the_host_hears_how_far_it_is_and_only_of_what_is_new() -> None:
    go_on = anyio.Event()
    told = Told()

    async def hear(fraction: float, words: str) -> None:
        await told(fraction, words)
        go_on.set()

    async def slowly(job: Job[int]) -> int:
        job.listener.fraction, job.listener.detail = 0.5, "half"
        await go_on.wait()
        return 7

    async with anyio.create_task_group() as tasks:
        desk = Desk(tasks)
        job = desk.begin(slowly)
        await anyio.wait_all_tasks_blocked()
        assert await desk.waited(job, hear, end_s=anyio.current_time() + 30) == 7
    assert told.all == [(0.5, "half")]
