"""The papers in somebody's dossier: what they are called and what stands on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from cadres.filecheck import Checked
from cadres.models import DossierClass
from cadres.posts import Post
from reports.demo.careers import POSTS, Step
from reports.demo.days import plus_months
from reports.demo.honours import Honour
from reports.demo.humans import Human
from reports.demo.papers import Sheet, printed, scanned
from reports.demo.schooling import Course
from reports.demo.stories import Stint

Archived = tuple[DossierClass, date, Checked]
REPORTED_ON, REGISTERED_ON = date(2018, 1, 4), date(2018, 3, 9)


class Told(Protocol):
    """What is known of somebody whose papers are drawn."""

    held: list[Stint]
    courses: list[Course]
    steps: list[Step]
    honours: list[Honour]


def archive(human: Human, told: Told, *, whole: bool) -> Iterator[Archived]:
    """Draw somebody's papers: of all classes, or how he came to office and what he learned."""
    yield DossierClass.CAREER, REGISTERED_ON, printed(_career(human, told.steps))
    yield DossierClass.EDUCATION, told.courses[-1].graduated, scanned(_diploma(human, told.courses))
    if not whole:
        return
    yield DossierClass.ASSESSMENT, REPORTED_ON, printed(_report(human, told.held))
    if human.joined:
        yield DossierClass.PARTY, human.joined, printed(admission(human, human.joined))
    for honour in told.honours[:1]:
        yield DossierClass.REWARD, honour.on, printed(_decision(human, honour))
    led = next(s for s in told.held if s.post is Post.PARTY_SECRETARY)
    yield DossierClass.APPOINTMENT, led.began, printed(_appointment(human, led))
    yield DossierClass.OTHER, REGISTERED_ON, scanned(_household(human, led))


def accepted_on(full_member_on: date) -> date:
    """Give the day on which somebody was accepted who became a full member a year later."""
    return plus_months(full_member_on, -12)


def admission(human: Human, on: date) -> Sheet:
    """Write the first page of an application to join the Party, accepted on a day."""
    lines = (
        f"申请人：{human.name}，{human.born.year}年{human.born.month}月出生。",
        "我志愿加入中国共产党，拥护党的纲领，遵守党的章程。",
        f"支部大会决议：同意接收{human.name}同志为预备党员，预备期一年。",
    )
    return Sheet("入党志愿书首页", "入党志愿书（首页）", lines, _day(on), on)


def _career(human: Human, steps: Sequence[Step]) -> Sheet:
    lines = [f"{step.began:%Y.%m}—{f'{step.ended:%Y.%m}' if step.ended else ''}　{step.text}"
             for step in steps]  # fmt: skip
    head = f"姓名：{human.name}　出生年月：{human.born:%Y.%m}"
    return Sheet("干部履历表", "干部履历表", [head, *lines], _day(REGISTERED_ON), REGISTERED_ON)


def _diploma(human: Human, learned: Sequence[Course]) -> Sheet:
    last = learned[-1]
    lines = (
        f"学生 {human.name}，{human.born.year} 年 {human.born.month} 月生，",
        f"于 {last.began.year} 年 {last.began.month} 月至 {last.graduated.year} 年"
        f" {last.graduated.month} 月",
        f"在本校{f'{last.major}专业' if last.major else ''}学习期满，",
        "修完教学计划规定的全部课程，成绩合格，准予毕业。",
    )
    return Sheet("毕业证书", "毕业证书", lines, last.school, last.graduated)


def _report(human: Human, held: Sequence[Stint]) -> Sheet:
    place = held[-1].place.name
    lines = (
        f"2017年，本人在镇党委领导下，与{place}“两委”一班人一道，完成了年初承诺的主要工作。",
        "一是落实“三会一课”，每月组织一次主题党日；二是硬化组级公路，整修山塘；",
        "三是按季公开村务财务，接受群众监督。不足之处是产业发展办法不多，明年着力改进。",
    )
    return Sheet("2017年述职报告", "2017年述职报告", lines, human.name, REPORTED_ON)


def _decision(human: Human, honour: Honour) -> Sheet:
    lines = (f"经研究，决定授予{human.name}同志“{honour.title}”称号，予以通报表扬。",)
    return Sheet(
        "表彰决定", "关于表彰先进的决定", lines, f"{honour.by}　{_day(honour.on)}", honour.on
    )


def _appointment(human: Human, led: Stint) -> Sheet:
    place = led.place
    lines = (
        f"{place.name}党支部：",
        f"你支部报来的选举结果收悉。经研究，同意{human.name}同志任{place.name}{POSTS[led.post]}。",
    )
    by = f"中共{place.county.name}{place.township.name}委员会"
    return Sheet(
        "任职批复", f"关于{human.name}同志任职的批复", lines, f"{by}　{_day(led.began)}", led.began
    )


def _household(human: Human, led: Stint) -> Sheet:
    place = led.place
    lines = (
        f"兹证明 {human.name} 系本村村民，",
        f"户籍在{place.county.name}{place.township.name}{place.name}。",
    )
    return Sheet("户籍证明", "户籍证明", lines, f"{place.name}村民委员会", REGISTERED_ON)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
