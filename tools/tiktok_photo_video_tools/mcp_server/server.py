"""The server: what MCP asks, answered by the tools, resources and prompts of this package.

It is built on the SDK's low level, because what is published here is made of our own tables:
schemas that every host reads, mistakes in words a model can act on, lists that change.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import anyio
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel.server import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListRootsRequest,
    ListRootsResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
)
from pydantic import ValidationError

from tiktok_photo_video import __version__
from tiktok_photo_video.errors import PhotoVideoError
from tiktok_photo_video.settings import Settings
from tiktok_photo_video_tools.mcp_server import prompts, resources
from tiktok_photo_video_tools.mcp_server.failures import crashed, refused
from tiktok_photo_video_tools.mcp_server.places import ReadRoots, read_roots
from tiktok_photo_video_tools.mcp_server.schemas import read, schema_of
from tiktok_photo_video_tools.mcp_server.tool import Call
from tiktok_photo_video_tools.mcp_server.tools import BY_NAME, INSTRUCTIONS, TOOLS
from tiktok_photo_video_tools.mcp_server.view import EXTENSION
from tiktok_photo_video_tools.mcp_server.work import Desk

SERVER_NAME = "photo-video"
TITLE = "TikTok Photo Video"
_ROOTS_TIMEOUT_S = 3.0
_HOUR_MS = 3_600_000
_LOG = logging.getLogger(__name__)

Context = ServerRequestContext[Desk]


def new_server(settings: Settings) -> Server[Desk]:
    """The server of one installation, without a transport."""
    handlers = _Handlers(settings)
    server = Server(
        SERVER_NAME,
        version=__version__,
        title=TITLE,
        instructions=INSTRUCTIONS,
        lifespan=_lifespan,
        cache_hints={
            "tools/list": CacheHint(ttl_ms=_HOUR_MS, scope="public"),
            "prompts/list": CacheHint(ttl_ms=_HOUR_MS, scope="public"),
        },
        get_tool_input_schema=_input_schema,
        on_list_tools=handlers.list_tools,
        on_call_tool=handlers.call_tool,
        on_list_resources=handlers.list_resources,
        on_list_resource_templates=handlers.list_templates,
        on_read_resource=handlers.read_resource,
        on_list_prompts=handlers.list_prompts,
        on_get_prompt=handlers.get_prompt,
    )
    server.extensions[EXTENSION] = {}
    return server


@asynccontextmanager
async def _lifespan(_: Server[Desk]) -> AsyncIterator[Desk]:
    async with anyio.create_task_group() as tasks:
        yield Desk(tasks)
        # What a backend works on goes on without us, and is found again.
        tasks.cancel_scope.cancel()


def _input_schema(name: str) -> dict[str, object] | None:
    tool = BY_NAME.get(name)
    return schema_of(tool.takes) if tool else None


class _Handlers:
    """One method for each thing that is asked."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def list_tools(self, _: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[tool.on_the_wire() for tool in TOOLS])

    async def call_tool(self, ctx: Context, params: CallToolRequestParams) -> CallToolResult:
        tool = BY_NAME.get(params.name)
        if tool is None:
            known = ", ".join(BY_NAME)
            raise MCPError(INVALID_PARAMS, f"Unknown tool {params.name}; there are {known}.")
        try:
            given = read(tool.takes, params.arguments or {})
            result = await tool.run(self._call(ctx), given)
            return result.on_the_wire()
        except PhotoVideoError as error:
            return refused(error, self._settings)
        except MCPError:
            raise
        except Exception as error:  # noqa: BLE001 a door: whatever happened, the host gets an answer
            return crashed(error)

    async def list_resources(
        self, ctx: Context, _: PaginatedRequestParams | None
    ) -> ListResourcesResult:
        return ListResourcesResult(resources=resources.listed(self._call(ctx)))

    async def list_templates(
        self, _: Context, __: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(resource_templates=resources.templates())

    async def read_resource(
        self, ctx: Context, params: ReadResourceRequestParams
    ) -> ReadResourceResult:
        uri = str(params.uri)
        try:
            found = await resources.read(self._call(ctx), uri)
        except PhotoVideoError as error:
            raise MCPError(INTERNAL_ERROR, error.sentence(), {"uri": uri}) from error
        if found is None:
            raise MCPError(INVALID_PARAMS, f"There is no resource {uri}.", {"uri": uri})
        return found

    async def list_prompts(
        self, _: Context, __: PaginatedRequestParams | None
    ) -> ListPromptsResult:
        return ListPromptsResult(prompts=[starter.listed() for starter in prompts.STARTERS])

    async def get_prompt(self, _: Context, params: GetPromptRequestParams) -> GetPromptResult:
        starter = prompts.BY_NAME.get(params.name)
        if starter is None:
            raise MCPError(INVALID_PARAMS, f"There is no prompt {params.name}.")
        return starter.said((params.arguments or {}).get("photos", "").strip())

    def _call(self, ctx: Context) -> Call:
        told = -1.0

        async def report(fraction: float, detail: str) -> None:
            nonlocal told
            percent = round(100 * fraction, 1)
            if percent <= told:  # the protocol wants it to rise
                return
            told = percent
            # A host that went away is no reason to stop.
            try:
                await ctx.session.report_progress(percent, 100, detail or None)
            except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                _LOG.debug("nobody hears of the progress")

        async def roots() -> ReadRoots:
            offered = () if self._settings.read_roots else await _offered_roots(ctx)
            return read_roots(self._settings, offered)

        client = ctx.session.client_params
        return Call(
            self._settings,
            ctx.lifespan_context,
            report,
            roots,
            client_name=client.client_info.name if client else None,
        )


async def _offered_roots(ctx: Context) -> tuple[Path, ...]:
    """The folders a host of the older revisions offers; later ones do not offer any."""
    capabilities = ctx.session.client_capabilities
    if not (capabilities and capabilities.roots and ctx.session.can_send_request):
        return ()
    try:
        answer = await ctx.session.send_request(
            ListRootsRequest(), ListRootsResult, request_read_timeout_seconds=_ROOTS_TIMEOUT_S
        )
    except (MCPError, ValidationError, TimeoutError) as error:
        _LOG.info("the host does not tell its roots (%s)", type(error).__name__)
        return ()
    return tuple(path for root in answer.roots if (path := _path_of(str(root.uri))))


def _path_of(uri: str) -> Path | None:
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        return None
    return Path(url2pathname(parts.path))
