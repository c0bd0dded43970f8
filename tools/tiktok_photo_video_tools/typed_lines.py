"""Lines typed in the terminal: with editing and a history, where there is a library for it."""

from __future__ import annotations

import sys
from pathlib import Path

from tiktok_photo_video.client.private_file import read_private, write_private
from tiktok_photo_video.errors import StorageError

try:
    import readline
except ImportError:  # Windows has none: its own console edits the line and keeps a history
    HAS_EDITING = False
else:
    HAS_EDITING = True

HISTORY_FILE = "chat_history"
MAX_KEPT = 500
PROMPT = "> "


class TypedLines:
    """Reads lines, and keeps what was said in a file of the home folder, for its owner only.

    One history for all projects: people say the same things to each of them.
    """

    def __init__(self, home: Path, *, as_data: bool = False) -> None:
        """``as_data``: stdout is for data, so that no prompt may appear on it."""
        self._path = home / HISTORY_FILE
        self._prompts_on_stderr = as_data or not sys.stdout.isatty()
        if HAS_EDITING:
            readline.clear_history()
            for line in self._kept():
                readline.add_history(line)

    def read(self) -> str:
        """The next line.

        Raises:
            EOFError: there is none.
            KeyboardInterrupt: Ctrl-C was pressed instead.
        """
        if self._prompts_on_stderr:
            sys.stderr.write(PROMPT)
            sys.stderr.flush()
        line = input("" if self._prompts_on_stderr else PROMPT)
        self._keep(line.strip())
        return line

    def _kept(self) -> list[str]:
        return (read_private(self._path) or "").splitlines()[-MAX_KEPT:]

    def _keep(self, line: str) -> None:
        # Web addresses may hold what only their owner should know.
        if not HAS_EDITING or not line or "://" in line or "\0" in line:
            return
        kept = self._kept()
        if kept[-1:] == [line]:
            return
        try:
            write_private(self._path, "\n".join([*kept, line][-MAX_KEPT:]) + "\n")
        except StorageError:
            return  # a conversation is worth more than its history
