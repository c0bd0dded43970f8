"""Chinese turns that go back to, or on from, the one before.

``还是原来那首好`` takes back what was changed, ``说错了，第二张要留，删第三张`` does another thing
in its place, ``下一个转场也用这个`` does the same to the next cut.
"""

from __future__ import annotations

import re

from tiktok_photo_video.language import Language
from tiktok_photo_video.planner.photo_wishes import Drop
from tiktok_photo_video.planner.recollection import Recalled
from tiktok_photo_video.planner.spoken import PHOTOS
from tiktok_photo_video.planner.turn import Turn, located_in
from tiktok_photo_video.planner.wishes import Cuts, History

_SIGHS = (
    r"(?:算了|唉|哎|嗯|呃|额|啊|哦|不对|不行|不好|不要|等等|等下|我觉得|感觉"
    r"|好像|其实|[,，、。\s])*"
)
_WANTS = (
    r"(?:还是|都系|都是)?(?:想)?(?:要|用|换回|改回|换成|喜欢|听|回到|变回|换返|改返|用返)?"
    r"(?:我|你|返|回)?"
)
_FORMER = (
    r"(?:原来|之前|以前|前面|前一|上一|上个|上首|先前|本来|原本|最初|一开始|最开始"
    r"|第一|旧|刚才|刚刚)"
)
_CHANGED = r"(?:改|弄|换|加|做|调|用|选|放|设|听)?(?:成|上)?(?:的|过)?"
_THING = (
    r"(?:那|嗰|𠮶|这)?(?:首|个|版|张|种|样子?|款|支|段|曲|一首|一个|一版|一种)?"
    r"(?:音乐|歌|曲子|配乐|滤镜|标题|转场|颜色|效果|版本|样子|感觉|字)?(?:的)?"
)
_BETTER = (
    r"(?:比较|更|最|还|要)?(?:好|好听|好看|顺眼|顺耳|舒服|对味|合适|耐听|带感|强)?"
    r"(?:一点|点|些|多)?"
)
_END = r"(?:吧|啦|了|啊|呢|嘛|呀|喇|得了|算了|[。.!！~～\s])*"
_PREFERS = re.compile(rf"^{_SIGHS}{_WANTS}{_FORMER}{_CHANGED}{_THING}{_BETTER}{_END}$")
_LEADS = re.compile(r"还是|都系|都是|要|用|换回|改回|变回|换返|好|顺|舒服|对味|合适|强")
_UNTOLD = re.compile(r"标题|转场|音乐|滤镜|颜色")


def takes_back(turn: Turn) -> Recalled | None:
    """``还是原来那首好``, ``还是要刚才那个``: what there was before, or before it was undone."""
    text = turn.now.folded.text.strip()
    prefers = bool(_PREFERS.match(text)) and bool(_LEADS.search(text))
    changed = turn.previous.timeline != turn.timeline
    if not prefers or not changed or any(PHOTOS in p.kinds and p.photos for p in turn.now.parts):
        return None
    named = _UNTOLD.findall(text)
    if named and not all(word in turn.before.folded.text for word in named):
        return None  # "还是原来的标题好" after another song
    undone = any(isinstance(w, History) and w.direction == "undo" for w in turn.wishes_before)
    return Recalled("重做" if undone else "撤销")


_MISSAID = re.compile(
    r"^(?:啊|哦|呃|额|哎呀?|唉|诶|等等|等下|[,，\s])*"
    r"(?:说错了?|搞错了?|弄错了?|讲错了?|打错了?|错了|不对|不是|删错了?|手滑了?|手误)+[,，。!！\s]*(?:啊|呀|了)?[,，\s]*"
)
_STAYS = re.compile(r"要留|留着|留下|得留|留住|别删|不删|不要删|不能删|保留|要的")


def done_instead(turn: Turn) -> Recalled | None:
    """``说错了，第二张要留，删第三张``: another photo goes in place of the one that went."""
    text = turn.now.folded.original
    opens = _MISSAID.match(turn.now.folded.text)
    if opens is None or not _STAYS.search(text) or turn.previous.timeline == turn.timeline:
        return None
    rest = text[turn.now.folded.origins[opens.end()] :]
    dropped = any(isinstance(w, Drop) for w in turn.wishes_before)
    drops = any(isinstance(w, Drop) for w in turn.wishes_in(rest))
    return Recalled(rest, rewind=True) if dropped and drops else None


_NEXT = re.compile(
    r"(?P<no>不是这个|不对|不是|错了)?[,，\s]*(?:是|我说的?是|应该是)?(?:它|再)?"
    r"(?:(?P<after>下一?个|后面那?个|后一个|后面嗰个|后面𠮶个)|(?P<before>上一?个|前面那?个|前一个))(?:转场|过渡|那个)?"
    r"(?P<also>也|都)?(?:是|用|要|换成|改成|来|一样|同样|这样|弄成|设成)?"
)


def next_cut(turn: Turn) -> Recalled | None:
    """``下一个转场也用这个``: the same between the photos that come next."""
    if Language.CHINESE is not turn.now.language:
        return None
    found = _NEXT.match(turn.now.folded.text.strip())
    cut = _only_cut(turn)
    if found is None or cut is None or not (found["also"] or found["no"]):
        return None
    kind = next((t for t in turn.before.tokens if t.means("transition")), None)
    if kind is None or turn.now.means("transition"):
        return None
    place = cut + (1 if found["after"] else -1)
    words = turn.before.folded.slice(kind.start, kind.end)
    return Recalled(f"第{place}个转场用{words}", rewind=bool(found["no"])) if place > 0 else None


def _only_cut(turn: Turn) -> int | None:
    """The number of the one cut that the turn before was about."""
    wishes = turn.wishes_before
    wish = wishes[0] if len(wishes) == 1 else None
    if not isinstance(wish, Cuts) or not wish.types or wish.rest:
        return None
    if len(wish.cuts) == 1:
        return wish.cuts[0] if wish.cuts[0] > 0 else None
    numbers = located_in(wish.between, turn.timeline) if wish.between else ()
    if len(numbers) == 1:
        return numbers[0] - 1 if wish.before else numbers[0]
    pair = sorted(numbers)
    return pair[0] if len(pair) > 1 and pair[1] == pair[0] + 1 else None
