"""Text cut into units, a sentence or a line each, as soon as they are sure to be whole.

Where a unit ends depends only on the text up to there and one word beyond, never on how
the text arrived.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from tiktok_photo_video.chat.phrasebook import Phrasebook, load
from tiktok_photo_video.chat.raw_blocks import may_open, raw_block

_MARKER = re.compile(
    r"(?:[-*•·]|\d{1,2}[.)、．]|[（(]\d{1,2}[)）]|#{1,6}|>)[ \t]+(?=\S)|\d{1,2}[、．](?=\S)"
)
_QUOTES = re.compile(r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|`[^`\n]*`')
_OPEN_QUOTE = re.compile(r'["“「『《`]')
_END_EN = re.compile(r"(?<![\s.!?…])[.!?…]+[\"'”’)\]*_]*(?=[ \t]+[^\s])")
_END_ZH = re.compile(
    r"[。！？!?]+[”’」』）)*]*(?=[^”’」』）)*。！？!?\s])|[。！？]+[”’」』）)*]*(?=[ \t]+\S)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|approx|no|mr|mrs|ms|dr|st|fig|vol)"
    r"|(?<![\w.])(?-i:[A-Z])|(?:^|\n)\s*\d{1,2})\.$",
    re.IGNORECASE,
)

_LONGEST_ABBREVIATION = 12  # characters, with blanks before it
_MAX_HEADER = 80  # characters; a longer line says more than what it announces
# What closes a sentence in feeling, not what points at the next one (hands and arrows).
_EMOJI_RUN = (
    r"(?:(?![\u2190-\u21ff\u2b00-\u2bff\u261d\u2705\u25b6\u27a1\U0001f446-\U0001f449\U0001f4a1"
    r"\U0001f4cc])[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+"
)
_EMOJI = re.compile(r"[ \t]*" + _EMOJI_RUN)
_END_EMOJI = re.compile(r"(?<=\w)[ \t]?" + _EMOJI_RUN + r"(?=[ \t]+[A-Z\u3400-\u9fff])")
# Traditional characters of the words that the patterns know, each with its simplified form.
SIMPLIFIED = str.maketrans(
    "點擊單雙輕觸開關閉導匯載儲發佈佈預覽視窗選單標籤頁圖側邊欄對話時間軸線編輯畫庫媒體"
    "轉場樂滿後請將檔設帳戶號餘額積購買級費會員訂閱個這裡邊進觀確認當結構體選項動鈕鍵桿塊"
    "屬試聽讓東兩雲為們從來過還換調節剛種樣級緣圓頂節錄處顯啟尋廣傳製複貼滾擇勾區鏡頭歡關壓復",
    "点击单双轻触开关闭导汇载储发布布预览视窗选单标签页图侧边栏对话时间轴线编辑画库媒体"
    "转场乐满后请将档设帐户号余额积购买级费会员订阅个这里边进观确认当结构体选项动钮键杆块"
    "属试听让东两云为们从来过还换调节刚种样级缘圆顶节录处显启寻广传制复贴滚择勾区镜头欢关压复",
)


@cache
def phrasebook() -> Phrasebook:
    """The phrases of window talk, compiled once."""
    return load("gui", flags=re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text: blanks before it, a list marker, and its words.

    Attributes:
        gap: blanks and newlines before it.
        marker: ``"1. "``, ``"- "`` and their like.
        body: the words; empty when only blanks were left.
        is_line: whether it ends where its line ends.
        is_dump: whether it is a block of raw data.
        is_code: whether it is a block to be shown as it is, or not at all.
    """

    gap: str
    marker: str
    body: str
    is_line: bool
    is_dump: bool = False
    is_code: bool = False

    @property
    def length(self) -> int:
        """Characters that it takes up."""
        return len(self.gap) + len(self.marker) + len(self.body)

    @property
    def announces(self) -> bool:
        """Whether it is a line that announces steps."""
        if not self.is_line:
            return False
        bare = self.body.strip("*_")
        # Headings need no colon to announce.
        is_heading = self.marker.startswith("#") or bare != self.body
        words = bare.rstrip(":：") + ":" if is_heading else bare
        announcement = phrasebook().patterns["announcement"].fullmatch(words)
        return bool(announcement) or self.announces_procedure

    @property
    def announces_procedure(self) -> bool:
        """Whether it is a line that announces how something is done in a window."""
        words = self.body.strip("*_ :：.").translate(SIMPLIFIED)
        short = self.is_line and len(words) < _MAX_HEADER
        return short and bool(phrasebook().patterns["procedure"].fullmatch(words))

    @property
    def is_numbered(self) -> bool:
        """Whether it begins a numbered row."""
        return any(map(str.isdigit, self.marker))


def first_unit(text: str, *, final: bool) -> Unit | None:
    """The first whole unit of ``text``, or ``None`` while it may still grow."""
    stripped = text.lstrip()
    gap = text[: len(text) - len(stripped)]
    if not stripped:
        return Unit(gap, "", "", is_line=False) if gap and final else None
    if may_open(stripped):
        block = raw_block(stripped, final=final)
        if block is None:
            return None
        if block.length:
            body = stripped[: block.length]
            return Unit(gap, "", body, is_line=True, is_dump=block.is_dump, is_code=True)
    return _sentence(gap, stripped, final=final)


def _sentence(gap: str, text: str, *, final: bool) -> Unit | None:
    line_end = text.find("\n")
    line = text if line_end < 0 else text[:line_end]
    whole_line = line_end >= 0 or final
    if not whole_line and len(line) < len("12. x"):
        return None
    found = _MARKER.match(line)
    marker = found[0] if found else ""
    end = _sentence_end(line, len(marker), whole_line=whole_line)
    if end is None:
        return None
    body = line[len(marker) : end].rstrip()
    return Unit(gap, marker, body, is_line=end == len(line))


def _sentence_end(line: str, start: int, *, whole_line: bool) -> int | None:
    """Where the first sentence ends; the line's end if it holds but one."""
    hidden = _QUOTES.sub(lambda found: "□" * len(found[0]), line)
    if not whole_line and _OPEN_QUOTE.search(hidden):
        return None
    # The first of each kind is enough: looking at all of them would take forever in a long line.
    firsts = (
        next(
            (found.end() for found in pattern.finditer(hidden, start) if _is_end(hidden, found)), 0
        )
        for pattern in (_END_EN, _END_ZH, _END_EMOJI)
    )
    ends = [end for end in firsts if end]
    if ends:
        return _with_emoji(line, min(ends), whole_line=whole_line)
    return len(line) if whole_line else None


def _with_emoji(line: str, end: int, *, whole_line: bool) -> int | None:
    """The end with the emoji behind it, ``None`` while more of them may come."""
    found = _EMOJI.match(line, end)
    if found and found.end() == len(line) and not whole_line:
        return None
    return found.end() if found else end


def _is_end(line: str, found: re.Match[str]) -> bool:
    if found[0][0] in "。！？" or found.re is _END_EMOJI:
        return True
    after = line[found.end() :].lstrip(" \t")
    if found[0][0] in "!?" and not line[found.end()].isspace():
        return "\u3400" <= line[found.end()] <= "\u9fff"
    return not after[:1].islower() and not _ABBREVIATION.search(
        line, max(0, found.end() - _LONGEST_ABBREVIATION), found.end()
    )


def goes_on(sentence: str) -> bool:
    """Whether a sentence only goes on from the step before it, and says no fact."""
    return _says_no_fact(sentence) and _whole("goes_on", sentence)


def is_row_of_steps(row: str) -> bool:
    """Whether a row of a list may be one step of a procedure, and says no fact."""
    return "?" not in row and "？" not in row and _whole("row", row)


def _whole(pattern: str, words: str) -> bool:
    bare = words.strip(" \t*_.!。！~～").translate(SIMPLIFIED)
    return bool(phrasebook().patterns[pattern].fullmatch(bare))


def _says_no_fact(words: str) -> bool:
    return not re.search(r"https?://|\d", words) and not _QUOTES.search(words)
