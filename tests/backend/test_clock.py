"""A clock that jumps: years ahead, back again, or backwards all the time."""

from __future__ import annotations

import itertools
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.backend.workbench import Workbench, until_idle
from tiktok_photo_video.backend.config import BackendConfig, Policy
from tiktok_photo_video.backend.core import Backend
from tiktok_photo_video.backend.refusals import Refusal
from tiktok_photo_video.backend.renders import RenderFolders, Renders
from tiktok_photo_video.backend.rescue import COPY, has_fresh_copy, keep_copy
from tiktok_photo_video.wire.codes import WireCode
from tiktok_photo_video.wire.renders import RenderRequest, RenderState

YEAR_S = 365 * 24 * 3600.0


@pytest.mark.requirement("clock-jumps")
def test_projects_outlive_a_clock_that_jumps_ahead_and_back(tmp_path: Path) -> None:
    now = [1e9]
    policy = replace(Policy(), max_tokens_per_client=1)
    backend = Backend(BackendConfig(tmp_path, now_s=lambda: now[0], policy=policy))
    token = backend.accounts.grant_token("client").token
    account = backend.accounts.account_of(token)
    ids = backend.sessions.create(account, name="mine", language="en")
    now[0] += 10 * YEAR_S
    with pytest.raises(Refusal) as caught:
        backend.accounts.account_of(token)
    assert caught.value.code is WireCode.BAD_TOKEN
    assert backend.accounts.account_of(backend.accounts.grant_token("client").token) == account
    now[0] -= 10 * YEAR_S
    assert backend.sessions.get(account, ids.session_id).name == "mine"
    # The token of the future counts, but not for ten years.
    with pytest.raises(Refusal) as caught:
        backend.accounts.grant_token("client")
    assert (caught.value.retry_after_s or 0) <= policy.window_s
    backend.store.close()


@pytest.mark.requirement("clock-jumps")
def test_exports_are_done_while_the_clock_runs_backwards(bench: Workbench, tmp_path: Path) -> None:
    backwards = itertools.count(10**9, -(10**5))
    home = bench.backend.config.home
    renders = Renders(
        bench.backend.store,
        bench.backend.media,
        RenderFolders(home / "results", home / "cache"),
        workers=1,
        now_s=lambda: float(next(backwards)),
    )
    session = bench.new_session()
    draft = bench.tiny_draft(session, wish="a 1 second video")
    for render_id in ("r1", "r2"):
        renders.submit(bench.account, RenderRequest(render_id, session.session_id, draft))
    until_idle(renders)
    listed = renders.listed(bench.account)
    assert {status.state for status in listed} == {RenderState.COMPLETED}
    renders.stop()


@pytest.mark.requirement("clock-jumps")
def test_a_copy_from_the_future_is_not_trusted_to_be_fresh(bench: Workbench) -> None:
    home = bench.backend.config.home
    assert not has_fresh_copy(home)
    assert keep_copy(home)
    assert has_fresh_copy(home)
    os.utime(home / COPY, (4e9, 4e9))
    assert not has_fresh_copy(home)
