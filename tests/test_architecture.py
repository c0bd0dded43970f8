"""The doors: each outside library is imported by its one room only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.rows import check_each

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "skill" / "tiktok_photo_video"
TOOLS = ROOT / "tools" / "tiktok_photo_video_tools"

# Library -> the rooms (or single modules) that may import it.
DOORS = {
    "httpx": {"client"},
    "httpx_sse": {"client"},
    "starlette": {"backend"},
    "sqlalchemy": {"backend"},
    "uvicorn": {"service", "mcp_server"},
    "h11": {"service"},
    "cv2": {"render"},
    "av": {"render", "media"},
    "PIL": {"media"},
    "pillow_heif": {"media"},
    "dlib": {"media"},
    "_dlib_pybind11": {"media"},
    "fontTools": {"media"},
    "resvg_py": {"media"},
    "budoux": {"media"},
    "numpy": {"render", "media", "music", "backend", "doctor"},
    "opencc": {"planner", "chat"},
    "pypinyin": {"planner"},
    "rapidfuzz": {"planner", "chat"},
    "cn2an": {"planner", "chat"},
    "regex": {"planner", "chat", "media", "render"},
    "platformdirs": {"settings"},
    "filelock": {"service", "assistant"},
    "packaging": {"service"},
    "typer": {"cli", "commands", "options"},
    "click": {"cli"},
    "rich": {"console"},
    "subprocess": {"service"},
    "jsonschema": {"backend"},
    "mcp": {"mcp_server"},
    "mcp_types": {"mcp_server"},
}
PURE = ("timeline", "wire", "chat", "planner", "music")
# What a pure room may not touch: clocks, randomness of the process, files, the network.
IMPURE = {
    "time",
    "random",
    "os",
    "socket",
    "subprocess",
    "threading",
    "asyncio",
    "anyio",
    "tempfile",
}
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60


def modules() -> Iterator[tuple[str, Path]]:
    """Each module of the product with the room it stands in."""
    for base in (PACKAGE, TOOLS):
        for path in sorted(base.rglob("*.py")):
            inside = path.relative_to(base)
            yield (inside.parts[0] if len(inside.parts) > 1 else inside.stem), path


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The names of all modules a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


def _named(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names]


@pytest.mark.requirement("house-doors")
def test_each_library_has_its_door() -> None:
    """A library is imported by the rooms that DOORS names, and by no other."""
    check_each(modules(), _check_doors)


def _check_doors(module: tuple[str, Path]) -> None:
    room, path = module
    top_levels = {name.split(".")[0] for name in imported(path)}
    trespassing = {name for name in top_levels & DOORS.keys() if room not in DOORS[name]}
    assert trespassing == set()


@pytest.mark.requirement("house-pure")
def test_pure_rooms_touch_neither_clock_nor_files_nor_network() -> None:
    """The pure rooms import nothing that could make two runs differ."""
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for room, path in modules()
        if room in PURE
        for name in imported(path)
        if name.split(".")[0] in IMPURE
    }
    assert found == set()


@pytest.mark.requirement("house-environment")
def test_only_settings_reads_the_environment() -> None:
    """``os.environ`` and ``os.getenv`` appear in settings alone."""
    readers = {
        path.name
        for _, path in modules()
        if any(word in path.read_text(encoding="utf-8") for word in ("os.environ", "os.getenv"))
    }
    assert readers == {"settings.py"}


@pytest.mark.requirement("house-sizes")
def test_modules_and_functions_fit_an_eye() -> None:
    """No module over 400 lines, no function over 60."""
    found = []
    for _, path in modules():
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > MAX_MODULE_LINES:
            found.append(path.name)
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno
                found.extend([f"{path.name}:{node.name}"] if lines > MAX_FUNCTION_LINES else [])
    assert found == []


@pytest.mark.requirement("house-start")
def test_the_command_line_imports_nothing_heavy_at_start() -> None:
    """``cli`` imports at its top only what ``--help`` needs."""
    tree = ast.parse((TOOLS / "cli.py").read_text(encoding="utf-8"))
    top = {
        name
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
        )
    }
    assert top <= {
        "__future__",
        "gc",
        "io",
        "json",
        "logging",
        "sys",
        "pathlib",
        "typing",
        "typer",
        "typer.exceptions",
        "tiktok_photo_video",
        "tiktok_photo_video.errors",
        # Which imports typer and no more.
        "tiktok_photo_video_tools.options",
    }
