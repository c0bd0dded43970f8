"""Small .cube files."""

from __future__ import annotations

from collections.abc import Callable

Triple = tuple[float, float, float]


def cube_text(
    size: int, colored: Callable[[float, float, float], Triple], *, title: str = ""
) -> str:
    """A lattice of so many points a side, with what becomes of each colour."""
    points = [at / (size - 1) for at in range(size)]
    colors = [colored(r, g, b) for b in points for g in points for r in points]
    rows = "\n".join(f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in colors)
    head = f'TITLE "{title}"\n' if title else ""
    return f"{head}LUT_3D_SIZE {size}\n{rows}\n"
