"""What every scenario does, and what it looks at."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from uuid import uuid4

import pytest

from tests.contract import forms
from tests.contract.subjects import Subject
from tiktok_photo_video.client import (
    BackendClient,
)
from tiktok_photo_video.errors import BackendError
from tiktok_photo_video.wire.events import (
    StreamEvent,
    Text,
    TextAssembler,
)
from tiktok_photo_video.wire.payloads import SessionState

NO_SUCH = "no-such"
DRAFT = forms.DRAFT


def new_id() -> str:
    """An id for a render that no backend has met, however often this suite was run against it."""
    return f"render_{uuid4().hex}"


async def heard(client: BackendClient, session_id: str, message: str) -> list[StreamEvent]:
    return [event async for event in client.run(session_id, message)]


def shown(events: list[StreamEvent]) -> str:
    """What a user reads of a turn."""
    assembler = TextAssembler()
    for event in events:
        if isinstance(event, Text):
            assembler.add(event)
    return assembler.text


async def session_with(client: BackendClient, photos: list[Path]) -> str:
    ids = await client.create_session(task_name="contract", language="en")
    await client.upload(ids.session_id, photos)
    return ids.session_id


async def first_cut(subject: Subject, client: BackendClient, photos: list[Path]) -> SessionState:
    """A session with photos and a first video of one second."""
    session_id = await session_with(client, photos)
    await heard(client, session_id, subject.words.first_cut)
    return await client.state(session_id)


async def refused(call: Awaitable[object]) -> BackendError:
    """What a call is refused with, which must be fit to be shown."""
    with pytest.raises(BackendError) as caught:
        await call
    error = caught.value
    assert error.message
    assert error.code
    assert "nmv_usr_" not in error.sentence()
    return error
