"""A message as the router reads it: folded to one spelling, with content blanked out.

Folding keeps every character at its place, so a span found in the folded text is the same
span of the message: full-width letters become plain ones, Traditional characters become
Simplified, capitals become small, emoji become blanks. What is quoted, a link or a file
name is content that somebody may want to see in a video; it is blanked out before anything
is looked for, so it can never be taken for a command.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

CONTENT = "□"  # stands for every character of a quote, a link or a file name
_INVISIBLE = "\u200b"  # stands for joiners, variation selectors and combining marks

_SINGLE = {"…": ".", "‘": "'", "’": "'", "`": "`", "処": "处", "～": "~", "⋯": ".", "：": ":"}
# Emoji that may say what is wanted; all others are decoration.
_SIGNS = "💾⬇📥📤📲💰💳🪙💵📊📈⏳📎⬆"
# Words of Taiwan and Hong Kong, and how the same is written on the mainland, each with as
# many characters, so that spans stay spans.
# fmt: off
_REGIONAL = {
    "影片": "视频", "档案": "文件", "连结": "链接", "储存": "保存", "相簿": "相册", "帐": "账",
    "唔该": "麻烦", "唔使": "不用", "使唔使": "要不要", "唔好": "不要", "而家": "现在",
    "储值": "充值", "依家": "现在", "点样": "怎样", "点算": "咋办",
    "喺度": "在里",
    "点解": "为啥", "几多": "多少", "边度": "哪里", "到边": "到哪", "乜嘢": "什么", "咩嘢": "什么",
    "边个": "哪个", "边首": "哪首", "边张": "哪张", "几时": "何时", "几耐": "多久", "用晒": "用完",
    "条片": "视频", "段片": "视频", "套片": "视频", "搞掂": "搞定", "成点": "怎样", "用紧": "用着",
    "仲有": "还有", "仲剩": "还剩", "仲可": "还可", "仲能": "还能", "仲未": "还没", "俾": "给",
    "畀": "给", "咗": "了", "睇": "看", "攞": "拿", "嘅": "的", "唔": "不",
    "冇": "没", "啲": "些", "佢": "它", "喺": "在", "嚟": "来", "哋": "们",
    "嗰": "那", "咩": "啥",
}
# fmt: on
_REGIONAL_WORD = re.compile("|".join(sorted(_REGIONAL, key=len, reverse=True)))
_QUOTED_WHOLE = re.compile(
    r"""(\s*)["'“”„«「『《`](?=.{1,60}$)([^"“”„«»「」『』《》`\n]+)["'“”»」』》`]([\s.!?]*)"""
)
_FILE_ENDINGS = "mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|hei[cf]|avif|mp3|wav|m4a|aac|flac|ogg|txt"
_CONTENT = re.compile(
    r"https?://[^\s□]+|www\.[^\s]+"
    r'|"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」|『[^』\n]*』|《[^》\n]*》|`[^`\n]*`'
    r"|(?<![\w])'(?=[^\s'])(?:[^'\n]|(?<=\w)'(?=\w))*(?<=[^\s'])'(?!\w)"
    # An opening quote that is never closed quotes the rest of its line.
    r'|(?<!\S)"(?=\S)[^"\n]*$|[“「『《][^\n]*$'
    rf"|(?<![\w()-])[\w()-]{{1,120}}\.(?:{_FILE_ENDINGS})\b",
    re.MULTILINE,
)
_HAN_SPACE = re.compile(r" *([\u3400-\u9fff]) *")
_NOT_WORD = re.compile(r"[^\w'%□:.-]+|(?<!\w)[:.'-]+|[:.'-]+(?!\w)")
_SPACED = re.compile(r"(?<![\w'])[a-z](?:(?: {1,3}|[.-])[a-z]){3,}(?![\w'])")
_LONG_RUN = re.compile(r"([a-z])\1{2,}")
_STUTTER = re.compile(r"([\u3400-\u9fff]{1,4}?)\1{2,}|(\b[a-z']+ )\2{2,}")


class _Fold(dict[int, str]):
    """Character by character, filled on demand; as large as the characters met."""

    def __missing__(self, point: int) -> str:
        folded = _folded(chr(point))
        self[point] = folded
        return folded


@cache
def _simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _folded(char: str) -> str:
    plain = _SINGLE.get(char) or unicodedata.normalize("NFKC", char)
    if len(plain) != 1:
        return char if char.isalnum() else " "
    category = unicodedata.category(plain)
    if category in {"Cf", "Mn", "Me"}:
        return _INVISIBLE
    if plain != "\n" and category in {"So", "Sk", "Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"}:
        return plain if plain == "`" or plain in _SIGNS else " "
    if "\u3400" <= plain <= "\u9fff":
        plain = _simplified().convert(plain)
    small = plain.lower()
    return small if len(small) == 1 else plain


_FOLD = _Fold()


def fold(message: str) -> str:
    """The message in one spelling, of the same length, content blanked out."""
    folded = _REGIONAL_WORD.sub(lambda found: _REGIONAL[found[0]], message.translate(_FOLD))
    if whole := _QUOTED_WHOLE.fullmatch(folded):  # a command, quoted as manuals do
        return f"{whole[1]} {whole[2]} {whole[3]}"
    return _CONTENT.sub(lambda found: CONTENT * len(found[0]), folded)


def key_of(folded: str) -> str:
    """A stretch of folded text as words with single spaces, none around Han characters.

    Punctuation and symbols go, except inside words and numbers (``don't``, ``9:16``);
    content is one mark; letters drawn out for feeling (``pleeease``) and words said over and
    over are single; letters spaced out (``e x p o r t``) are a word.
    """
    text = folded.replace(_INVISIBLE, "")
    text = re.sub(f"{CONTENT}+", CONTENT, text)
    text = _LONG_RUN.sub(r"\1", _SPACED.sub(_closed_up, text))
    text = " ".join(_NOT_WORD.sub(" ", text).replace("_", " ").split())
    return _STUTTER.sub(r"\1\2", _HAN_SPACE.sub(r"\1", text))


def _closed_up(found: re.Match[str]) -> str:
    return re.sub(" {2,}|[ .-]", lambda gap: " " if len(gap[0]) > 1 else "", found[0])
