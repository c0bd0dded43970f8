"""Ordering a render once: every doubt is settled by asking for its id, never by a second order.

The id is in the book before the order leaves, and stays there while nobody knows whether the
order arrived; so ``status`` finds it, whatever happens to this program.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from tiktok_photo_video.assistant.projects import Export, Project, Projects
from tiktok_photo_video.client import BackendClient
from tiktok_photo_video.client.timing import Sleep
from tiktok_photo_video.errors import BackendError, TransportError
from tiktok_photo_video.wire.codes import RetryRule, WireCode, retry_rule_of
from tiktok_photo_video.wire.payloads import RenderRequest

ASKING_WAITS_S = (0.0, 2.0, 5.0, 15.0)
ORDER_UNCERTAIN = "order_uncertain"

RequestOf = Callable[[Export], RenderRequest]


class Orders:
    """Orders renders of one project and writes them down."""

    def __init__(
        self, client: BackendClient, projects: Projects, *, request_of: RequestOf, sleep: Sleep
    ) -> None:
        self._client = client
        self._projects = projects
        self._request_of = request_of
        self._sleep = sleep

    async def order(self, project: Project, path: Path) -> Export:
        """Order a render that is to end up at ``path``.

        Raises:
            BackendError: it was refused, and is forgotten.
            TransportError: nothing was sent, and it is forgotten; or (``order_uncertain``) it
                may have been ordered, and ``status`` will tell.
        """
        export = self._noted(project, path)
        try:
            await self._submitted(export)
        except BackendError as error:
            self._projects.forget_export(export.id)
            if not _is_duplicate(error):
                raise
            return await self._under_another_id(project, path)
        return export

    async def _under_another_id(self, project: Project, path: Path) -> Export:
        export = self._noted(project, path)
        try:
            await self._submitted(export)
        except BackendError:
            self._projects.forget_export(export.id)
            raise
        return export

    def _noted(self, project: Project, path: Path) -> Export:
        return self._projects.ordered(f"render_{uuid4().hex}", project=project, path=path)

    async def _submitted(self, export: Export) -> None:
        try:
            await self._client.submit_render(self._request_of(export))
        except TransportError as error:
            if error.code == "unreachable":
                self._projects.forget_export(export.id)
                raise
            if not await self._has_arrived(export):
                await self._submitted_again(export)
        except BackendError as error:
            # A gateway that gives up says nothing about what stands behind it.
            if not _is_unclear(error) or not await self._has_arrived(export):
                raise

    async def _submitted_again(self, export: Export) -> None:
        """The same order under the same id, which the backend has just said it does not know."""
        try:
            await self._client.submit_render(self._request_of(export))
        except TransportError as error:
            raise _uncertain(export) from error
        except BackendError as error:
            if not _is_duplicate(error):  # it was under way all the time
                raise

    async def _has_arrived(self, export: Export) -> bool:
        """Whether the backend knows the order.

        Raises:
            TransportError: it cannot be asked.
        """
        for wait_s in ASKING_WAITS_S:
            await self._sleep(wait_s)
            try:
                await self._client.poll_render(export.id)
            except TransportError:
                continue
            except BackendError as error:
                if retry_rule_of(error.wire_code) is RetryRule.LATER:
                    continue
                return False
            return True
        raise _uncertain(export)


_SAID_TWICE = re.compile(r"duplicat|already (?:exists?|in use|there|used)", re.IGNORECASE)


def _is_duplicate(error: BackendError) -> bool:
    """Whether the id is taken; backends without a code for that say so in words."""
    if retry_rule_of(error.wire_code) is RetryRule.NEW_ID:
        return True
    vague = error.wire_code in (WireCode.BAD_REQUEST, WireCode.UNPROCESSABLE, WireCode.INTERNAL)
    return vague and bool(_SAID_TWICE.search(error.message))


def _is_unclear(error: BackendError) -> bool:
    later = retry_rule_of(error.wire_code) is RetryRule.LATER
    return later and error.wire_code != WireCode.RATE_LIMITED and not _is_duplicate(error)


def _uncertain(export: Export) -> TransportError:
    return TransportError(
        "The connection broke while the export was ordered, so it may be under way.",
        code=ORDER_UNCERTAIN,
        hint=f"The status command tells; do not order it again yet ({export.id}).",
    )
