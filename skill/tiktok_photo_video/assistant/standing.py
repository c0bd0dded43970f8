"""What became of a project's exports, told to who asks for that and not for the timeline."""

from __future__ import annotations

from tiktok_photo_video.assistant.delivery import Delivery
from tiktok_photo_video.assistant.live_session import LiveSession
from tiktok_photo_video.chat.whereabouts import asks_whether_done


async def told_of_exports(
    text: str, session: LiveSession, delivery: Delivery, *, deliver: bool
) -> bool:
    """Answer ``is it done?`` by the project's exports; ``False`` where that is no answer.

    Args:
        text: a question about the project.
        session: of the project.
        delivery: what knows its exports.
        deliver: bring those that are done.
    """
    if not asks_whether_done(text):
        return False
    if await delivery.report(session.project, deliver=deliver):
        return True
    return await _pointed(session, delivery, only_if_current=False)


async def told_where(session: LiveSession, delivery: Delivery) -> bool:
    """Answer ``where is my video?`` by a finished one, where nothing was changed since."""
    return await _pointed(session, delivery, only_if_current=True)


async def _pointed(session: LiveSession, delivery: Delivery, *, only_if_current: bool) -> bool:
    draft = (await session.state()).draft
    if draft is None:
        return False
    return delivery.point_to_last(session.project, draft, only_if_current=only_if_current)
