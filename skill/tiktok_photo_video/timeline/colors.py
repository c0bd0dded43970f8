"""What colours are called in either language; the planner knows each by these words too."""

from __future__ import annotations

from tiktok_photo_video.language import Language

_EN, _ZH = Language.ENGLISH, Language.CHINESE

COLOR_NAMES: dict[str, dict[Language, str]] = {
    "#ffffff": {_EN: "white", _ZH: "白色"},
    "#fff8e7": {_EN: "cream", _ZH: "米色"},
    "#000000": {_EN: "black", _ZH: "黑色"},
    "#ff3b30": {_EN: "red", _ZH: "红色"},
    "#a3142e": {_EN: "dark red", _ZH: "深红色"},
    "#ff7f6b": {_EN: "coral", _ZH: "珊瑚色"},
    "#ff9500": {_EN: "orange", _ZH: "橙色"},
    "#ffbf47": {_EN: "amber", _ZH: "琥珀色"},
    "#ffd60a": {_EN: "yellow", _ZH: "黄色"},
    "#fff39a": {_EN: "light yellow", _ZH: "浅黄色"},
    "#1fbf2f": {_EN: "green", _ZH: "绿色"},
    "#8ae68a": {_EN: "light green", _ZH: "浅绿色"},
    "#0b6b2e": {_EN: "dark green", _ZH: "深绿色"},
    "#a6e22e": {_EN: "lime", _ZH: "黄绿色"},
    "#98ecc8": {_EN: "mint", _ZH: "薄荷色"},
    "#7f8c2d": {_EN: "olive", _ZH: "军绿色"},
    "#0a84ff": {_EN: "blue", _ZH: "蓝色"},
    "#12306e": {_EN: "navy", _ZH: "深蓝色"},
    "#2456e6": {_EN: "royal blue", _ZH: "宝蓝色"},
    "#9fd0ff": {_EN: "light blue", _ZH: "浅蓝色"},
    "#76c7f2": {_EN: "sky blue", _ZH: "天蓝色"},
    "#9b30c8": {_EN: "purple", _ZH: "紫色"},
    "#4b2a9b": {_EN: "indigo", _ZH: "深紫色"},
    "#c9b3f0": {_EN: "lavender", _ZH: "淡紫色"},
    "#ff5fa2": {_EN: "pink", _ZH: "粉色"},
    "#ff2d95": {_EN: "hot pink", _ZH: "玫红色"},
    "#ffc4d6": {_EN: "light pink", _ZH: "浅粉色"},
    "#d4af37": {_EN: "gold", _ZH: "金色"},
    "#c98f83": {_EN: "rose gold", _ZH: "玫瑰金"},
    "#c0c0c0": {_EN: "silver", _ZH: "银色"},
    "#808080": {_EN: "gray", _ZH: "灰色"},
    "#404040": {_EN: "dark gray", _ZH: "深灰色"},
    "#3cd2f5": {_EN: "cyan", _ZH: "青色"},
    "#0f8a8a": {_EN: "teal", _ZH: "蓝绿色"},
    "#40d8cc": {_EN: "turquoise", _ZH: "绿松石色"},
    "#96633c": {_EN: "brown", _ZH: "棕色"},
    "#d9c2a0": {_EN: "beige", _ZH: "卡其色"},
}


def color_name(color: str, language: Language) -> str:
    """A colour as people say it; one that has no name stays ``#rrggbb``."""
    known = COLOR_NAMES.get(color.casefold())
    return known[language] if known else color
