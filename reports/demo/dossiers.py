"""Whose file is how full: all of it in the showcase, the secretaries' schooling in its county."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cadres.filecheck import Checked
from cadres.models import DossierClass
from cadres.posts import PRINCIPALS, Post
from reports.demo.archives import accepted_on, admission, archive
from reports.demo.careers import Step, career
from reports.demo.cast import COUNTY_OF_ALL, SHOWCASE
from reports.demo.chance import Chance, chance, happens
from reports.demo.days import plus_months
from reports.demo.families import Kin, Tie, family, said_of, ties
from reports.demo.honours import Honour, honours
from reports.demo.humans import Human
from reports.demo.names import Names
from reports.demo.papers import portrait, printed
from reports.demo.places import Unit
from reports.demo.schooling import Course, courses
from reports.demo.stories import DAY, Stint, Village

VERIFIED_ON = date(2018, 6, 20)
MOST_VERIFIED, WITH_PAPERS, WITH_PORTRAIT = 14, 5, 3
BANK = "湖南耒阳农村商业银行新市支行"
TITLES = ("农民助理农艺师", "农民技术员", "助理畜牧师", "乡村医生")
TITLED = 0.1


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a dossier."""

    dossier_class: DossierClass
    dated: date
    checked: Checked


@dataclass(slots=True, eq=False)
class Dossier:
    """What stands in somebody's file; `fields` are the person's own."""

    human: Human
    keeper: Unit
    held: list[Stint]
    courses: list[Course]
    steps: list[Step]
    kin: list[Kin] = field(default_factory=list)
    honours: list[Honour] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    photo: Checked | None = None
    fields: dict[str, Any] = field(default_factory=dict)

    def holds(self, *posts: Post) -> bool:
        """Tell whether he holds one of these posts now."""
        return any(s.post in posts and s.ended is None for s in self.held)


@dataclass(slots=True)
class Dossiers:
    """All that files hold, and the pair whose day and whose number were written down wrongly."""

    files: list[Dossier]
    wrong_day: Dossier | None = None
    wrong_number: Dossier | None = None


def draw(
    villages: Sequence[Village],
    held: Mapping[Human, list[Stint]],
    known: Names,
    seed: int,
    *,
    without: Collection[Human],
    officer: str,
) -> Dossiers:
    """Draw the files; `without` are people of whom hardly anything is written down."""
    keepers = {human: stints[-1].place.township for human, stints in held.items()}
    chosen = [one for one in held if _is_told(held[one], keepers[one]) and one not in without]
    files = [_dossier(one, keepers[one], held[one], seed) for one in chosen]
    full = [one for one in files if one.keeper.name == SHOWCASE]
    shown = [village for village in villages if village.place.township.name == SHOWCASE]
    _fill(full, ties(shown), known, seed)
    found = Dossiers(files)
    _verify(found, full, officer)
    _put_papers(found, full)
    return found


def held_by(villages: Sequence[Village]) -> dict[Human, list[Stint]]:
    """Give everybody's posts in the order in which they began."""
    found: dict[Human, list[Stint]] = {}
    for village in villages:
        for stint in village.stints:
            found.setdefault(stint.human, []).append(stint)
    return {human: sorted(held, key=lambda s: s.began) for human, held in found.items()}


def _is_told(held: Sequence[Stint], keeper: Unit) -> bool:
    leads = any(s.post is Post.PARTY_SECRETARY and s.ended is None for s in held)
    return keeper.name == SHOWCASE or (leads and held[-1].place.county.name == COUNTY_OF_ALL[0])


def _dossier(human: Human, keeper: Unit, held: list[Stint], seed: int) -> Dossier:
    dice = chance(seed, "dossier", human.number)
    learned = courses(dice, human, held[0].place.township.name, held[0].began)
    if human.first_job <= (graduated := learned[0].graduated):
        human.first_job = graduated + DAY  # whoever came from college began to work after it
    return Dossier(human, keeper, held, learned, career(dice, human, learned, held))


def _fill(full: Sequence[Dossier], related: Sequence[Tie], known: Names, seed: int) -> None:
    wives = {tie.husband: known.surname_of(tie.brother.name) for tie in related}
    by_human = {one.human: one for one in full}
    for place, one in enumerate(full):
        dice = chance(seed, "file", one.human.number)
        one.fields = _fields(dice, one, place)
        one.kin = family(dice, one.human, known, wives.get(one.human, ""))
        one.honours = honours(dice, one.human, one.held)
    for tie in related:
        one, other = by_human[tie.one], by_human[tie.other]
        one.kin.append(said_of(tie, other.held))
        other.kin.append(said_of(tie, one.held, back=True))


def _put_papers(found: Dossiers, full: Sequence[Dossier]) -> None:
    """Put papers into the secretaries' files; one of them shows that a day is wrong."""
    heads = [one for one in full if one.holds(Post.PARTY_SECRETARY)]
    for place, one in enumerate(heads[:WITH_PAPERS]):
        one.papers = [Paper(*paper) for paper in archive(one.human, one, whole=place == 0)]
        one.photo = portrait(one.human.name, place) if place < WITH_PORTRAIT else None
    if (wrong := found.wrong_day) and wrong.human.joined:
        day = accepted_on(wrong.human.joined)
        others = [paper for paper in wrong.papers if paper.dossier_class is not DossierClass.PARTY]
        admitted = Paper(DossierClass.PARTY, day, printed(admission(wrong.human, day)))
        wrong.papers = [*others, admitted]


def _fields(dice: Chance, one: Dossier, place: int) -> dict[str, Any]:
    home = one.held[-1].place
    joined = one.human.joined
    return {
        "birthplace": f"湖南省{home.county.name}{home.township.name}{home.name}",
        "professional_title": dice.choice(TITLES) if happens(dice, TITLED) else "",
        "residence_id": home.id,
        "bank": BANK,
        "bank_account": f"620000000000{place:07d}",  # of no bank: 620000 is nobody's
        "full_member_on": plus_months(joined, 12) if joined else None,
    }


def _verify(found: Dossiers, full: Sequence[Dossier], officer: str) -> None:
    """Let the county have verified the principals; of two of them something was wrong."""
    verified = [one for one in full if one.holds(*PRINCIPALS) and one.human.is_member]
    for one in verified[:MOST_VERIFIED]:
        one.fields |= {"verified_on": VERIFIED_ON, "verified_by": officer}
    of_age = (one for one in verified[1:MOST_VERIFIED] if _joined_late(one.human))
    found.wrong_day = next(of_age, None)
    if found.wrong_day:  # the day on which he became a full member stands in both places
        found.wrong_day.fields["full_member_on"] = found.wrong_day.human.joined
    others = (one for one in verified[1:MOST_VERIFIED] if one is not found.wrong_day)
    found.wrong_number = next(others, None)


def _joined_late(human: Human) -> bool:
    return human.joined is not None and human.joined >= plus_months(human.born, 20 * 12)


def papers_of(files: Sequence[Dossier]) -> Iterator[tuple[Dossier, Paper]]:
    """List all papers with the file they are in."""
    return ((one, paper) for one in files for paper in one.papers)
