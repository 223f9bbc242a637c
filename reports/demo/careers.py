"""Résumés of made-up people: from school through work to their posts, without a day between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cadres.models import Ended, Source
from cadres.posts import ORDER, Post
from reports.demo.chance import Chance
from reports.demo.days import BUSINESS_DAY
from reports.demo.humans import MALE, Human
from reports.demo.schooling import JUNIOR, SENIOR, Course
from reports.demo.stories import DAY, Stint

POSTS = {
    Post.PARTY_SECRETARY: "党支部书记",
    Post.PARTY_DEPUTY: "党支部副书记",
    Post.PARTY_MEMBER: "党支部委员",
    Post.VC_DIRECTOR: "村委会主任",
    Post.VC_DEPUTY: "村委会副主任",
    Post.VC_MEMBER: "村委会委员",
    Post.SUPERVISION_MEMBER: "村务监督委员会成员",
    Post.CLERK: "文书",
}
LEVELS = {"71": "初中", "61": "高中", "41": "中专", "31": "大专", "21": "本科", "14": "研究生"}
AT_HOME = "在家务农"
SERVICE_YEARS = 3
COOPERATIVES_SINCE = 2007  # the law on farmers' cooperatives
TOWNS = ("广东省东莞市", "广东省深圳市", "广东省佛山市", "浙江省义乌市", "湖南省长沙市")
FIRMS = ("一家建材公司", "一家超市", "一家电子厂", "一所民办幼儿园")
TRADES = ("油茶", "水稻", "生猪养殖", "蔬菜", "柑橘")


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a résumé; open at the end while it lasts."""

    began: date
    text: str
    ended: date | None = None


def career(
    dice: Chance, human: Human, learned: Sequence[Course], held: Sequence[Stint]
) -> list[Step]:
    """Tell a life in lines that follow each other; the last one lasts unless he died."""
    schools = [_at_school(course) for course in learned if course.full_time]
    starts = [*schools, *_work(dice, human, learned, held), *_in_posts(held)]
    if schools and schools[-1].ended and schools[-1].ended + DAY < human.first_job:
        starts.append(Step(schools[-1].ended + DAY, AT_HOME))
    starts.sort(key=lambda step: step.began)
    return list(_joined(starts, _last_day(held)))


def _at_school(course: Course) -> Step:
    text = f"{course.school}{course.major and f'{course.major}专业'}{LEVELS[course.level]}学习"
    return Step(course.began, text, course.graduated)


def _work(
    dice: Chance, human: Human, learned: Sequence[Course], held: Sequence[Stint]
) -> Iterator[Step]:
    """Tell what somebody did before his first post, as he came from where he came."""
    first, first_job = held[0], human.first_job
    village = first.place.township.name + first.place.name
    room = first.began.year - first_job.year
    back = date(max(first_job.year + 1, first.began.year - dice.randint(3, 6)), 3, 1)
    if human.source is Source.VETERAN and human.sex == MALE:
        yield Step(first_job, "中国人民解放军某部服役")
        home = date(first_job.year + SERVICE_YEARS, 12, 1)
        if home < first.began:
            yield Step(home, f"退役返乡，在{village}务农")
    elif human.source is Source.ENTREPRENEUR:
        yield Step(first_job, f"在{dice.choice(TOWNS)}务工、经商")
        if back < first.began and back.year >= COOPERATIVES_SINCE:
            yield Step(back, f"{village}{dice.choice(TRADES)}专业合作社负责人")
    elif human.source in (Source.RETURNED, Source.GRADUATE):
        yield Step(first_job, f"在{dice.choice(TOWNS)}务工")
        if room > 1:
            yield Step(back, f"返乡，在{village}从事{dice.choice(TRADES)}生产")
    elif human.source is Source.SENT_DOWN:
        yield Step(first_job, f"{first.place.township.name}人民政府工作人员")
    else:
        yield Step(first_job, _first_work(dice, learned))
        if room > 8:
            yield Step(back, f"{village}村民小组组长")


def _first_work(dice: Chance, learned: Sequence[Course]) -> str:
    """Say where somebody began to work who had not left: at home, or in town after college."""
    if learned[0].level in (SENIOR, JUNIOR):
        return AT_HOME
    return f"在耒阳市城区{dice.choice(FIRMS)}工作"


def _in_posts(held: Sequence[Stint]) -> Iterator[Step]:
    """Tell each span in which the posts stayed the same; between posts he is at home."""
    days = sorted({s.began for s in held} | {s.ended + DAY for s in held if s.ended})
    said = ""
    for day in days:
        text = _posts_on(held, day) or AT_HOME
        if text != said and day <= BUSINESS_DAY:
            yield Step(day, text)
        said = text


def _posts_on(held: Sequence[Stint], day: date) -> str:
    of_village: dict[str, list[Post]] = {}
    for stint in sorted((s for s in held if s.covers(day)), key=lambda s: ORDER[s.post]):
        of_village.setdefault(stint.place.township.name + stint.place.name, []).append(stint.post)
    return "；".join(
        village + "、".join(POSTS[post] for post in posts) for village, posts in of_village.items()
    )


def _last_day(held: Sequence[Stint]) -> date | None:
    died = [s.ended for s in held if s.ended_how is Ended.DIED]
    return died[0] if died else None


def _joined(steps: Sequence[Step], until: date | None) -> Iterator[Step]:
    """Let each line end the day before the next begins; the same twice is one line."""
    lines: list[Step] = []
    for step in steps:
        if lines and lines[-1].began == step.began:
            lines.pop()  # of two that begin on one day the later one is told
        if until is not None and step.began > until:
            continue
        if not lines or lines[-1].text != step.text:
            lines.append(step)
    following = [*(step.began - DAY for step in lines[1:]), until]
    for step, last in zip(lines, following, strict=True):
        yield Step(step.began, step.text, last)
