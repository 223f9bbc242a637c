"""Rows of one roster that touch each other: one number twice, one person twice, one seat twice."""

from __future__ import annotations

from copy import deepcopy
from random import Random

from tests.cadres.rosters.made_up import MISTAKES, SPELT, Cadre


def tangle(cadres: list[Cadre], dice: Random, shown: set[str]) -> None:
    """Put odd spellings, mistakes and clashes into people, at most one into each."""
    for change in SPELT:
        for person in dice.sample(cadres, dice.randrange(0, 3)):
            if person.is_clean:
                change(person, dice)
    for mistake in dice.sample(MISTAKES, dice.randrange(0, 6)):
        needs = {"wrong_sex": "sex", "wrong_birth": "born"}.get(mistake.__name__, "name")
        person = _clean(cadres, dice)
        if needs in shown and person:
            person.refused.add(mistake(person, dice))
    for clash in (_same_number, _again, _second_row, _two_heads):
        if dice.random() < 0.3:
            clash(cadres, dice)


def _clean(cadres: list[Cadre], dice: Random) -> Cadre | None:
    clean = [person for person in cadres if person.is_clean]
    return dice.choice(clean) if len(clean) > 3 else None


def _same_number(cadres: list[Cadre], dice: Random) -> None:
    clean = [person for person in cadres if person.is_clean]
    if len(clean) < 4:
        return
    one, other = dice.sample(clean, 2)
    for key in ("id_number", "sex", "born", "party_joined", "political_status"):
        other.cells[key] = one.cells[key]
    other.number, other.born = one.number, one.born
    one.refused.add("duplicate_in_file")
    other.refused.add("duplicate_in_file")


def _again(cadres: list[Cadre], dice: Random) -> None:
    """Write a row a second time below the first."""
    if person := _clean(cadres, dice):
        second = deepcopy(person)
        second.refused = {"duplicate_in_file"}
        cadres.insert(cadres.index(person) + 1, second)
        person.tied = True


def _second_row(cadres: list[Cadre], dice: Random) -> None:
    """Give a person of two posts a row for each."""
    double = [
        person
        for person in cadres
        if person.is_clean and len(person.posts) == len(person.parts) == 2
    ]
    if not double:
        return
    first = dice.choice(double)
    second = deepcopy(first)
    second.into, second.parts = first, second.parts[1:]
    first.tied, first.parts = True, first.parts[:1]
    cadres.insert(cadres.index(first) + 1, second)


def _two_heads(cadres: list[Cadre], dice: Random) -> None:
    """Let a second person claim the seat of a village's secretary."""
    heads = [person for person in cadres if person.is_clean and person.posts == ["party_secretary"]]
    for head in heads:
        rivals = [
            person
            for person in cadres
            if person.is_clean and person.village == head.village and person is not head
            and person.posts in (["vc_member"], ["party_member"])
        ]  # fmt: skip
        if rivals:
            rival = dice.choice(rivals)
            rival.posts, rival.parts = ["party_secretary"], [("party", "支部书记")]
            rival.warned.discard("side_post_ignored")
            head.refused.add("single_post_twice")
            rival.refused.add("single_post_twice")
            return


def skip_a_village(cadres: list[Cadre], dice: Random) -> None:
    """Leave one person's village blank where all others have theirs."""
    person = _clean(cadres, dice)
    if person and len(cadres) > 6:
        person.refused.add("village_missing")
