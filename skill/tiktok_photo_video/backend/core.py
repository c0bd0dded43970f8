"""The backend without its door: everything that answers requests, put together."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import anyio

from tiktok_photo_video.backend.accounts import Accounts
from tiktok_photo_video.backend.agent import Agent
from tiktok_photo_video.backend.beat_sync import BeatSync
from tiktok_photo_video.backend.config import BackendConfig
from tiktok_photo_video.backend.fetch import Fetcher
from tiktok_photo_video.backend.intake import Intake
from tiktok_photo_video.backend.language_model.proposer import Proposer
from tiktok_photo_video.backend.ledger import Ledger
from tiktok_photo_video.backend.looks import Looks
from tiktok_photo_video.backend.media_store import MediaStore
from tiktok_photo_video.backend.renders import RenderFolders, Renders
from tiktok_photo_video.backend.sessions import Sessions
from tiktok_photo_video.backend.sound_plots import SoundPlots
from tiktok_photo_video.backend.store import Store
from tiktok_photo_video.backend.turns import Turns
from tiktok_photo_video.backend.typed_edits import Desk
from tiktok_photo_video.media.decoding import DecodesHere
from tiktok_photo_video.render.chunk_cache import ChunkCache

_LOG = logging.getLogger(__name__)


class Backend:
    """Everything that answers requests, put together."""

    def __init__(self, config: BackendConfig) -> None:
        self.config = config
        self.store = Store(config.home)
        if incident := self.store.incident:
            saved = ", ".join(f"{count} {table}" for table, count in incident.saved.items())
            _LOG.error("the database was damaged (%s); saved: %s", incident.problem, saved)
        self.ledger = Ledger(self.store, config.policy, now_s=config.now_s)
        self.accounts = Accounts(
            self.store, now_s=config.now_s, policy=config.policy, ledger=self.ledger
        )
        self.media = MediaStore(
            config.home / "media", self.store, decoder=config.decoder or DecodesHere()
        )
        self.intake = Intake(self.media, Fetcher(allowed=config.allow_private_fetch))
        self.sessions = Sessions(self.store, now_s=config.now_s)
        self.beat_sync = BeatSync(self.media)
        self.desk = Desk(self.sessions, self.ledger, self.beat_sync)
        self.looks = Looks(
            self.sessions,
            self.media,
            cache=ChunkCache(config.home / "cache"),
            folder=config.home / "previews",
            workers=config.workers,
        )
        self.renders = Renders(
            self.store,
            self.media,
            RenderFolders(config.home / "results", config.home / "cache"),
            workers=config.workers,
            now_s=config.now_s,
            encoder_works=config.encoder_works,
            patience=config.patience,
        )
        model = config.language_model
        self.proposer = Proposer(model, home=config.home) if model else None
        self.sound_plots = SoundPlots(self.sessions, self.media, self.beat_sync, self.renders.cache)
        self.turns: Turns | None = None
        self.last_request_s = time.monotonic()
        self.stop_requested = threading.Event()
        # To end, as before, but not until nothing is under way.
        self.retire_requested = threading.Event()

    @property
    def is_busy(self) -> bool:
        """Whether work is under way that must not be cut off."""
        return self.renders.is_busy or (self.turns is not None and self.turns.is_busy)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The backend at work, from taking up old jobs to stopping cleanly."""
        await anyio.to_thread.run_sync(self.ledger.refund_dangling)
        await anyio.to_thread.run_sync(self.media.clear_incoming)
        await anyio.to_thread.run_sync(self.looks.clear)
        await anyio.to_thread.run_sync(partial(self.store.keep_copy, anew=False))
        self.renders.start()
        try:
            async with anyio.create_task_group() as tasks:
                self.turns = Turns(
                    Agent(self.sessions, self.beat_sync, self.proposer),
                    self.sessions,
                    tasks,
                    now_s=self.config.now_s,
                    ledger=self.ledger,
                )
                yield
                tasks.cancel_scope.cancel()
        finally:
            self.media.decoder.close()
            await anyio.to_thread.run_sync(self.renders.stop)
            await anyio.to_thread.run_sync(self.store.keep_copy)
            self.store.close()
