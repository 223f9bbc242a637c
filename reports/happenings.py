"""A line of somebody's timeline, and what the rows of his file put on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from cadres import codes
from cadres.models import Document, Education, Experience, Reward


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline, as templates/parts/timeline.html reads it."""

    day: date
    text: str
    ground: str = ""
    url: str = ""
    current: bool = False


def line_of(*parts: str) -> str:
    """Join what there is to say."""
    return "，".join(filter(None, parts))


def of_rows(
    educations: Iterable[Education],
    experiences: Iterable[Experience],
    rewards: Iterable[Reward],
    documents: Iterable[Document],
    day: date,
) -> Iterator[Happening]:
    """Tell on which days somebody learned, worked, was rewarded, and when papers came."""
    for one in educations:
        yield from _education(one)
    for work in experiences:
        still = work.ended_on is None or work.ended_on >= day
        yield Happening(work.began_on, f"简历：{work.text}", _until(work.ended_on), current=still)
    for reward in rewards:
        ground = line_of(reward.get_level_display(), reward.granted_by, reward.document)
        yield Happening(reward.granted_on, f"奖励 {reward.title}", ground)
    for paper in documents:
        yield from _document(paper)


def _education(one: Education) -> Iterator[Happening]:
    level = codes.label("education", one.level)
    ground = line_of(one.get_mode_display(), one.major)
    if one.graduated_on:
        yield Happening(one.graduated_on, f"毕业于{one.school}（{level}）", ground)
    elif one.began_on:
        yield Happening(one.began_on, f"入学{one.school}（{level}）", ground, current=True)


def _document(paper: Document) -> Iterator[Happening]:
    label, url = paper.get_dossier_class_display(), ""
    if paper.withdrawn_on is None:
        url = reverse("cadres:document", args=[paper.pk])
    else:
        ground = line_of(paper.withdrawn_by, paper.withdrawn_why)
        yield Happening(paper.withdrawn_on, f"撤出材料 {paper.title}", ground)
    ground = line_of(f"{label}类", f"{paper.added_by}归档")
    yield Happening(paper.added_on, f"归档材料 {paper.title}", ground, url=url)


def _until(day: date | None) -> str:
    return f"至 {day}" if day else "至今"
