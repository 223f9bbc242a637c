"""The posts of a village as rosters spell them, several in a cell, with other offices between."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from cadres.posts import ORDER, SINGLE, Body, Post
from cadres.rosters.cells import plain, says_nothing, tight

LISTED = "、".join(post.label for post in Post)
HINT = f"请填写：{LISTED}；一人多职用顿号隔开。"


@dataclass(frozen=True, slots=True)
class Posts:
    """What a cell of posts turned out to say; `sentence` tells why it cannot be taken."""

    posts: tuple[Post, ...] = ()
    ignored: tuple[str, ...] = ()  # offices that are none of the two committees
    sentence: str = ""


PARTY = (
    r"(?:党总支部委员会|党支部委员会|总支部委员会|支部委员会|党总支部|党总支|党支部|党委会|党委|党组织"
    r"|总支委员会|总支部|总支委|总支|支部|支委会|支委|党支|党)"
)
COMMITTEE = r"(?:村\(居\)民委员会|村\(居\)委会|村民委员会|居民委员会|村委会|居委会|村委|居委)"
WATCH = (
    r"(?:村务监督委员会|居务监督委员会|监督委员会|村务监委会|村务监督委|村监督委员会|监委会|监督委|监委|村监会"
    r"|监督会|村务监督小组|村务监督)"
)
DUTY = (
    r"(?:组织|宣传|纪检|纪律检查|纪律|统战|青年|生产|生活|保卫|政法|群工|群团|党建|统战宣传|组宣)"
)
MEMBER = r"(?:委员|成员|班子成员|委员会委员)"
# The longest match wins at each place of a text; order counts only between equals.
OURS = tuple((post, re.compile(pattern)) for post, pattern in (
    (Post.PARTY_SECRETARY, rf"{PARTY}?(?:总|正)?书记|(?:总|党)?支书"),
    (Post.PARTY_DEPUTY, rf"(?:专职|常务|第一)?{PARTY}?(?:专职|常务|第一)?副书记|{PARTY}?副支书"),
    (Post.PARTY_MEMBER, rf"{PARTY}(?:班子)?{DUTY}?{MEMBER}|{DUTY}委员|支委会?|总支委|支部班子成员"),
    (Post.VC_DIRECTOR, rf"{COMMITTEE}?(?:正)?主任"),
    (Post.VC_DEPUTY, rf"(?:常务|专职)?{COMMITTEE}?(?:常务|专职)?副主任"),
    (Post.VC_MEMBER, rf"{COMMITTEE}(?:班子)?{MEMBER}|村委(?:会(?=.))?|居委(?:会(?=.))?|村委干部"),
    (Post.SUPERVISION_MEMBER,
     rf"{WATCH}(?:会)?(?:主任|副主任|委员|成员|组长|主席)|(?:村务)?监督委?员|监委会?|监委委员"),
    (Post.CLERK,
     rf"{COMMITTEE}?(?:(?:党政|综合)?文书|秘书|(?:综合|服务|综合服务|党建|党务|便民服务)?(?:专干|专职干部)"
     r"|(?:综合|村级)?辅助干部|辅助人员|辅助岗位?干部|社区(?:专职)?工作者|社区社工|专职工作者"
     r"|(?:综治|综合治理|计生|民政|社保|劳保|医保|扶贫|妇女|青年|残联|武装|农业|林业|水利|环保|信访|文化|卫生"
     r"|就业|宣传|产业|社会事务|公共服务|党群|群团)专干|聘用(?:人员|干部))"),
))  # fmt: skip
# Offices beside ours, which a row may name: they are no post of the registry.
SIDE = re.compile(
    r"(?:共青)?团(?:总支|支部)?(?:副?书记|委员)|团支书|妇联(?:主席|主任|副主席|执委|委员)?|妇(?:女)?(?:主任|主席|干)"
    r"|妇代会主任|妇女(?:委员|干部|联合会主席|小组长)|(?:治保|治安|综治|调解|民调|人民调解|计生|计划生育|卫生|公共卫生"
    r"|民政|治调|调治|福利|文教|环境卫生|老龄|老年|残联|关工委|红白理事会|人民调解委员会|治安保卫委员会|治保会|调解会|调委会|治保委员会"
    r"|公共卫生委员会|计生协会|科协|老协|老龄协会|老年协会)(?:副?主任|委员|干部|员|会长|主席|专员|副主席|副会长)"
    r"|民兵副?(?:营|连|排)?副?(?:营|连|排)?(?:长|教导员|指导员)?|纪检监察(?:联络)?员|工会主席|残联专委|残疾人?(?:专委|联络员|协管员)"
    r"|(?:股份)?(?:经济|农业|专业|股份经济|股份|农民专业)?(?:合作社|联社|经联社|合作联社|集体经济组织)"
    r"(?:社|理事|董事)?(?:长|监事长|负责人|理事|监事|主任)?|理事长|监事长|理事|监事|董事长"
    r"|村?(?:民)?(?:小)?组(?:组)?长|(?:第?[0-9一二三四五六七八九十]+)(?:村民小)?组(?:组)?长"
    r"|(?:总)?网格(?:员|长|指导员)|(?:村级)?河长|林长|路长|田长|护林员|护路员|水管员|保洁员|信息员|宣传员|联络员"
    r"|协管员|报账员|出纳|统计员|食品安全(?:员|协管员)|动物防疫员|防疫员|农技员|报帐员|财务(?:人员|委员|负责人)?"
    r"|(?:市|县|区|乡|镇)?(?:人大|党|政协)(?:代表|委员)|村民代表|党小组(?:组)?长|村医|乡村医生|民办教师|会长|秘书长"
    r"|计生(?:主任|专干|员)|便民服务(?:员|中心主任)|新时代文明实践站(?:站)?长|老年人?协会会长"
)  # fmt: skip
STAFF = re.compile(r" (?=会计|文书|秘书|专干)")
BOOKKEEPER = re.compile(rf"{COMMITTEE}?会计")
# What may stand around a post and changes nothing.
FILLERS = (
    "一肩挑", "主持全面工作", "主持工作", "全面工作", "交叉任职", "兼任", "兼职", "担任", "兼",
    "现任", "任", "现", "中共", "本村", "村级", "村支", "农村", "村内", "村", "社区", "居",
    "专职", "正职", "副职", "女", "男", "并", "及", "和", "与", "的", *"0123456789",
)  # fmt: skip
# A village's name before its post: 云丰村支部书记, 云丰村委会主任.
PLACE = re.compile(r"[\u4e00-\u9fff]{1,12}?(?=村|社区|居委)")
PARTED = re.compile(r"[、，,;；/\\|+&()\[\]【】〔〕。.:：\s]+|(?<!一肩挑)兼(?!职|任)|-+|—+")
ASIDE = re.compile(r"[(（][^()（）]*[)）]")
SAYS_POST = re.compile(r"书记|支书|主任|委员|成员|主席|经理|秘书|文书|代|拟|原|前任|离任|免职|候选")
QUOTES = re.compile(r"[“”\"'‘’「」『』《》]+")
LONGEST = 60  # characters of one part; what is longer is a story

FIRST_SECRETARY = re.compile(r"第一书记")
BRANCH = re.compile(
    r"(?:第?[一二三四五六七八九十0-9]+)(?:党)?支部(?:副?书记|委员)|第[一二三四五六七八九十]支部"
)
BOTH = re.compile(r"(?:村支|支村|村|社区|支)?两委(?:班子)?(?:委员|成员|干部)?")
BARE_MEMBER = re.compile(r"(?:班子)?(?:委员|成员)")
OWN = {
    Body.PARTY: Post.PARTY_MEMBER,
    Body.COMMITTEE: Post.VC_MEMBER,
    Body.SUPERVISION: Post.SUPERVISION_MEMBER,
}


def read_posts(text: str, body: Body | None = None) -> Posts:
    """Read a cell of posts; `body` is whose column it is, which tells what a bare 委员 is."""
    return read_together(((text, body),))


@lru_cache(maxsize=20_000)
def read_together(cells: tuple[tuple[str, Body | None], ...]) -> Posts:
    """Read the cells of one person: an office beside ours is no mistake if another has a post."""
    found = [_cell(text, body) for text, body in cells]
    if wrong := next((posts for posts in found if posts.sentence), None):
        return wrong
    posts = {post for each in found for post in each.posts}
    ignored = tuple(dict.fromkeys(office for each in found for office in each.ignored))
    if not posts and ignored:
        return _without_posts("、".join(text.strip() for text, _ in cells if text), ignored)
    return Posts(_ranked(posts), ignored)


def _cell(text: str, body: Body | None) -> Posts:
    if says_nothing(text) or tight(text) in ("群众", "党员", "无职务"):
        return Posts()
    whole = _without_asides(QUOTES.sub("", plain(text)))
    # Spaces may stand inside a word or between two: the word is tried first, but 村委 会计 is two.
    for spaced in (STAFF.sub("、", whole).replace(" ", ""), whole.replace(" ", ""), whole):
        found = _read(spaced, body)
        if not found.sentence:
            break
    return _one_shoulder(found) if "一肩挑" in text else found


def body_of(head: str) -> Body | None:
    """Say whose posts a column holds by its header: 党内职务, 村委会职务, 监委会职务."""
    if "监" in head:
        return Body.SUPERVISION
    party = any(word in head for word in ("党", "支部", "支委", "总支"))
    committee = any(word in head for word in ("村委", "居委", "村民委", "居民委", "行政"))
    if party == committee:
        return None
    return Body.PARTY if party else Body.COMMITTEE


def _one_shoulder(found: Posts) -> Posts:
    """Take both single posts for who is said to bear both, whichever of them is written."""
    if found.sentence or (found.posts and not set(found.posts) & set(SINGLE)):
        return found
    return Posts(_ranked({*found.posts, *SINGLE}), found.ignored)


def _ranked(posts: Iterable[Post]) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda post: ORDER[post]))


def _without_asides(text: str) -> str:
    """Leave out a bracket that speaks of no post: （女）, （主持工作）."""
    for aside in ASIDE.findall(text):
        if not SAYS_POST.search(aside) and "居" not in aside:
            text = text.replace(aside, " ")
    return (
        text.replace("(居)", "居").replace("村居民委", "村民委").replace("村居委", "村委").strip()
    )


def _read(text: str, body: Body | None) -> Posts:
    posts: list[Post] = []
    ignored: list[str] = []
    for part in PARTED.split(text):
        found = _part(part, body)
        if found is None:
            return Posts(sentence=_why(part, text))
        posts.extend(found.posts)
        ignored.extend(found.ignored)
    return Posts(tuple(posts), tuple(ignored))


def _part(text: str, body: Body | None) -> Posts | None:
    """Read one part to its end: posts, offices beside them and fillers, or nothing of it."""
    if FIRST_SECRETARY.search(text) or BRANCH.search(text) or BOTH.fullmatch(text):
        return None
    if len(text) > LONGEST:
        return None
    found = _scan(text, 0, body, set())
    at = 0
    while found is None and (place := PLACE.match(text, at)):
        at = place.end()
        found = None if SAYS_POST.search(text[:at]) else _scan(text, at, body, set())
    return found


def _scan(text: str, at: int, body: Body | None, dead: set[int]) -> Posts | None:
    """Cover the text from a place on, the longest word first, stepping back where that fails."""
    if at == len(text):
        return Posts()
    for length, post, side in _words(text, at, body) if at not in dead else ():
        rest = _scan(text, at + length, body, dead)
        if rest is not None:
            posts = (post, *rest.posts) if post else rest.posts
            beside = (text[at : at + length], *rest.ignored) if side else rest.ignored
            return Posts(posts, beside)
    dead.add(at)
    return None


def _words(text: str, at: int, body: Body | None) -> list[tuple[int, Post | None, bool]]:
    """List what can stand at a place, longest first: its length, the post, or an office beside."""
    words: list[tuple[int, Post | None, bool]] = []
    for post, pattern in OURS:
        if found := pattern.match(text, at):
            words.append((found.end() - at, _in_column(found[0], post, body), False))
    for pattern in (SIDE, BOOKKEEPER):
        if found := pattern.match(text, at):
            words.append((found.end() - at, None, True))
    words.extend((len(word), None, False) for word in FILLERS if text.startswith(word, at))
    if body in OWN and (found := BARE_MEMBER.match(text, at)):
        words.append((found.end() - at, OWN[body], False))
    return sorted((word for word in words if word[0]), key=lambda word: -word[0])


def _in_column(text: str, post: Post, body: Body | None) -> Post:
    """Let the column say what a bare 主任 is the director of."""
    if body is Body.SUPERVISION and text in ("主任", "副主任"):
        return Post.SUPERVISION_MEMBER
    return post


def _without_posts(text: str, ignored: tuple[str, ...]) -> Posts:
    """Judge a cell with no post of ours: a village's bookkeeper is its employed clerk."""
    if any(BOOKKEEPER.fullmatch(office) for office in ignored):
        others = tuple(office for office in ignored if not BOOKKEEPER.fullmatch(office))
        return Posts((Post.CLERK,), others)
    return Posts(sentence=f"“{text}”不是村两委、监委会或聘用人员的职务，不能登记任职。{HINT}")


def _why(part: str, whole: str) -> str:
    if FIRST_SECRETARY.search(part):
        return (
            "第一书记由上级选派，不是村干部职务，不在本库登记。"
            f"本人另有村内职务的，请只填村内职务。{HINT}"
        )
    if BRANCH.search(part):
        return (
            f"“{part}”是党总支下设支部的职务，不是本村党组织书记。"
            f"本人在村党组织任职的，请写明是书记、副书记还是支委委员。{HINT}"
        )
    if BOTH.fullmatch(part):
        return (
            f"“{part}”没有说明是哪一委。请写明是支委委员还是村委委员，"
            "两样都是的写“支委委员、村委委员”。"
        )
    if BARE_MEMBER.fullmatch(part):
        return f"只写“{part}”分不清是哪一委。请写明是支委委员还是村委委员。"
    return f"认不出职务“{part if part == whole else f'{whole}”中的“{part}'}”。{HINT}"
