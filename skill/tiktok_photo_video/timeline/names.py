"""What everything is called in either language.

Transitions, moves, fits and moods are named by their own word; what would be taken for one of
those has its field before it: ``style_neon``, ``animation_pop``, ``size_large``,
``position_top``, ``look_vintage``, ``corner_top_left``. After an ``@`` stands how much.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tiktok_photo_video.language import Language
from tiktok_photo_video.timeline.colors import color_name

_EN, _ZH = Language.ENGLISH, Language.CHINESE

MAX_NAMES = 4  # more than this and a list is counted instead of read

_NAMES: dict[str, dict[Language, str]] = {
    "cut": {_EN: "straight cut", _ZH: "直接切换"},
    "crossfade": {_EN: "crossfade", _ZH: "叠化"},
    "dip_to_black": {_EN: "dip to black", _ZH: "黑场过渡"},
    "dip_to_white": {_EN: "dip to white", _ZH: "白场过渡"},
    "flash": {_EN: "white flash", _ZH: "闪白"},
    "slide_left": {_EN: "slide left", _ZH: "左滑入"},
    "slide_right": {_EN: "slide right", _ZH: "右滑入"},
    "slide_up": {_EN: "slide up", _ZH: "上滑入"},
    "slide_down": {_EN: "slide down", _ZH: "下滑入"},
    "push_left": {_EN: "push left", _ZH: "左推"},
    "push_right": {_EN: "push right", _ZH: "右推"},
    "push_up": {_EN: "push up", _ZH: "上推"},
    "push_down": {_EN: "push down", _ZH: "下推"},
    "wipe_left": {_EN: "wipe left", _ZH: "左擦除"},
    "wipe_right": {_EN: "wipe right", _ZH: "右擦除"},
    "wipe_up": {_EN: "wipe up", _ZH: "上擦除"},
    "wipe_down": {_EN: "wipe down", _ZH: "下擦除"},
    "zoom_through": {_EN: "zoom through", _ZH: "穿越缩放"},
    "whip_pan": {_EN: "whip pan", _ZH: "甩镜头"},
    "spin": {_EN: "spin", _ZH: "旋转"},
    "iris": {_EN: "iris", _ZH: "圆形展开"},
    "blur": {_EN: "blur", _ZH: "模糊"},
    "glitch": {_EN: "glitch", _ZH: "故障"},
    "film_burn": {_EN: "film burn", _ZH: "胶片漏光"},
    "page_swipe": {_EN: "page swipe", _ZH: "翻页"},
    "zoom_in": {_EN: "zoom in", _ZH: "推近"},
    "zoom_out": {_EN: "zoom out", _ZH: "拉远"},
    "none": {_EN: "still", _ZH: "静止"},
    "pan_left": {_EN: "pan left", _ZH: "左移"},
    "pan_right": {_EN: "pan right", _ZH: "右移"},
    "pan_up": {_EN: "pan up", _ZH: "上移"},
    "pan_down": {_EN: "pan down", _ZH: "下移"},
    "auto": {_EN: "automatic fit", _ZH: "自动适配"},
    "cover": {_EN: "fill the frame", _ZH: "铺满画面"},
    "contain": {_EN: "whole photo with bars", _ZH: "完整显示加黑边"},
    "contain_blur": {_EN: "whole photo on a blurred background", _ZH: "完整显示加模糊背景"},
    "position_top": {_EN: "top", _ZH: "顶部"},
    "position_center": {_EN: "centre", _ZH: "居中"},
    "position_bottom": {_EN: "bottom", _ZH: "底部"},
    "style_plain": {_EN: "plain", _ZH: "无描边"},
    "style_outline": {_EN: "outlined", _ZH: "描边"},
    "style_plate": {_EN: "on a plate", _ZH: "底板"},
    "style_neon": {_EN: "neon", _ZH: "霓虹"},
    "style_handwritten": {_EN: "handwritten", _ZH: "手写体"},
    "style_karaoke": {_EN: "karaoke", _ZH: "卡拉OK"},
    "size_small": {_EN: "small letters", _ZH: "小字"},
    "size_medium": {_EN: "medium letters", _ZH: "中号字"},
    "size_large": {_EN: "large letters", _ZH: "大字"},
    "animation_none": {_EN: "no animation", _ZH: "无动画"},
    "animation_fade": {_EN: "fading", _ZH: "淡入"},
    "animation_rise": {_EN: "rising", _ZH: "上浮"},
    "animation_drop": {_EN: "dropping in", _ZH: "下落"},
    "animation_pop": {_EN: "popping up", _ZH: "弹出"},
    "animation_slide": {_EN: "sliding in", _ZH: "滑入"},
    "animation_typewriter": {_EN: "typewriter", _ZH: "打字机"},
    "look_none": {_EN: "natural colours", _ZH: "原色"},
    "look_black_and_white": {_EN: "black and white", _ZH: "黑白"},
    "look_sepia": {_EN: "sepia look", _ZH: "怀旧棕褐"},
    "look_vintage": {_EN: "vintage look", _ZH: "复古"},
    "look_warm": {_EN: "warm look", _ZH: "暖色"},
    "look_cool": {_EN: "cool look", _ZH: "冷色"},
    "look_vivid": {_EN: "vivid look", _ZH: "鲜艳"},
    "look_cinematic": {_EN: "cinematic look", _ZH: "电影感"},
    "look_faded": {_EN: "faded look", _ZH: "褪色"},
    "look_dramatic": {_EN: "dramatic look", _ZH: "强烈对比"},
    "look_soft": {_EN: "soft look", _ZH: "柔和"},
    "look_lut": {_EN: "look of your own", _ZH: "自定义调色"},
    "corner_top_left": {_EN: "top left corner", _ZH: "左上角"},
    "corner_top_right": {_EN: "top right corner", _ZH: "右上角"},
    "corner_bottom_left": {_EN: "bottom left corner", _ZH: "左下角"},
    "corner_bottom_right": {_EN: "bottom right corner", _ZH: "右下角"},
    "lofi": {_EN: "Lo-fi", _ZH: "Lo-fi"},
    "upbeat": {_EN: "Upbeat", _ZH: "动感"},
    "cinematic": {_EN: "Cinematic", _ZH: "电影感"},
    "romantic": {_EN: "Romantic", _ZH: "浪漫"},
    "chill": {_EN: "Chill", _ZH: "轻松"},
    "acoustic": {_EN: "Acoustic", _ZH: "原声吉他"},
    "ambient": {_EN: "Ambient", _ZH: "氛围"},
    "house": {_EN: "House", _ZH: "House 电子"},
    "hiphop": {_EN: "Hip-hop", _ZH: "嘻哈"},
    "happy": {_EN: "Happy", _ZH: "欢快"},
    "epic": {_EN: "Epic", _ZH: "史诗"},
    "retro": {_EN: "Retro", _ZH: "复古"},
}

_AMOUNT = re.compile(r"(?P<name>[a-z_]+)(?:#[^@]*)?(?:@(?P<amount>-?[0-9.]+(?:e-?[0-9]+)?))?")

# More and less of something, said with the amount.
_SHIFTS: dict[str, dict[Language, tuple[str, str]]] = {
    "brightness": {_EN: ("{} brighter", "{} darker"), _ZH: ("亮度 +{}", "亮度 -{}")},
    "contrast": {_EN: ("{} more contrast", "{} less contrast"), _ZH: ("对比度 +{}", "对比度 -{}")},
    "saturation": {_EN: ("{} more colour", "{} less colour"), _ZH: ("饱和度 +{}", "饱和度 -{}")},
    "logo_width": {_EN: ("{} wide", "{} wide"), _ZH: ("宽 {}", "宽 {}")},
    "logo_opacity": {_EN: ("{} opaque", "{} opaque"), _ZH: ("不透明度 {}", "不透明度 {}")},
}


def name_of(term: str, language: Language) -> str:
    """What a word of the timeline is called in a language; a text that is none stays itself."""
    found = _AMOUNT.fullmatch(term)
    name = found["name"] if found else term
    amount = float(found["amount"]) if found and found["amount"] else None
    if amount is not None and name in _SHIFTS:
        more, less = _SHIFTS[name][language]
        return (less if amount < 0 else more).format(f"{abs(amount):.0%}")
    if name not in _NAMES:
        return color_name(term, language)
    known = _NAMES[name][language]
    return known if amount is None else f"{known} {amount:.0%}"


def seconds(duration_s: Fraction, *, language: Language | None = None) -> str:
    """A time with at most one decimal: ``10``, ``2.5``; with a unit if a language is given."""
    text = f"{float(duration_s):.1f}".removesuffix(".0")
    return text + {None: "", _EN: "s", _ZH: "秒"}[language]


def span(start_s: Fraction, end_s: Fraction, language: Language) -> str:
    """A stretch of time: ``0-10s``."""
    return f"{seconds(start_s)}-{seconds(end_s, language=language)}"


def one_line(text: str) -> str:
    """A text without line breaks."""
    return " ".join(text.split())


def quoted(text: str, language: Language) -> str:
    """A text of the user's in the language's quotation marks."""
    return {_EN: '"{}"', _ZH: "“{}”"}[language].format(one_line(text))


def arrow(label: str, before: str, after: str, language: Language) -> str:
    """What it is now; what it was too, where that has words of its own."""
    colon = {_EN: ": ", _ZH: "："}[language]
    told = f"{before} → {after}" if before and before != after else after
    return f"{label}{colon}{told}"


def place(fact: object, language: Language) -> str:
    """A point of a frame: ``focus 25% across, 50% down``; anything else is none."""
    if not isinstance(fact, tuple) or len(fact) != 2:
        return {_EN: "focus found by itself", _ZH: "自动对焦主体"}[language]
    across, down = (f"{float(part):.0%}" for part in fact)
    return {
        _EN: f"focus {across} across, {down} down",
        _ZH: f"主体位置 横向 {across} 纵向 {down}",
    }[language]
