"""The files of the demo's showcase, drawn without a database."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest

from cadres.models import Ended, Relative
from cadres.posts import Post
from reports.demo.cast import ELSEWHERE, NEIGHBOUR, SHOWCASE
from reports.demo.days import BUSINESS_DAY
from reports.demo.dossiers import Dossier, Dossiers, draw, held_by
from reports.demo.families import ties
from reports.demo.humans import MALE
from reports.demo.openings import Pairs, leave_open
from reports.demo.stories import Village, tell
from tests.reports.demo_city import chosen, humans

SEEDS = [1, 2, 20181220]


def drawn(seed: int) -> tuple[list[Village], Dossiers, Pairs]:
    """Draw the files of the small city."""
    made = humans()
    near = [p for p in chosen() if p.township.name in (SHOWCASE, NEIGHBOUR)]
    places = [*(p for p in chosen() if p.county.name == ELSEWHERE), *near]
    villages = [tell(place, made, seed) for place in places]
    pairs = leave_open(villages, made, seed)
    held = held_by(villages)
    files = draw(villages, held, made.names, seed, without=pairs.others, officer="某某")
    return villages, files, pairs


@cache
def city(seed: int) -> tuple[list[Village], Dossiers, Pairs]:
    return drawn(seed)


def full(seed: int) -> list[Dossier]:
    return [one for one in city(seed)[1].files if one.keeper.name == SHOWCASE]


def told(files: Dossiers) -> list[object]:
    """Give everything that is written, with fingerprints of the papers."""
    return [
        (
            one.human.number, one.fields, one.courses, one.steps, one.honours,
            [(kin.title, kin.name, kin.born, kin.work) for kin in one.kin],
            [hashlib.sha256(paper.checked.body).hexdigest() for paper in one.papers],
            one.photo and one.photo.body,
        )
        for one in files.files
    ]  # fmt: skip


def test_a_seed_gives_the_same_files_to_the_byte():
    assert told(drawn(1)[1]) == told(city(1)[1])


def test_another_seed_gives_others():
    assert told(city(2)[1]) != told(city(1)[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_resume_runs_from_school_to_today_without_a_day_between(seed):
    for one in city(seed)[1].files:
        assert one.steps[0].text.endswith("学习")
        for step, after in pairwise(one.steps):
            assert step.ended == after.began - timedelta(days=1)
            assert step.text != after.text
        died = any(stint.ended_how is Ended.DIED for stint in one.held)
        assert (one.steps[-1].ended is None) is not died


@pytest.mark.parametrize("seed", SEEDS)
def test_a_resume_names_the_posts_of_the_day(seed):
    heads = [one for one in city(seed)[1].files if one.holds(Post.PARTY_SECRETARY)]

    assert heads
    assert all("党支部书记" in one.steps[-1].text for one in heads)


@pytest.mark.parametrize("seed", SEEDS)
def test_schooling_fits_the_schooling_the_first_job_and_the_age(seed):
    for one in city(seed)[1].files:
        assert one.human.education in [course.level for course in one.courses]
        assert one.courses[0].full_time
        assert one.courses[0].graduated < one.human.first_job
        for course in one.courses:
            age = course.began.year - one.human.born.year
            assert 12 <= age <= 45
            assert course.began < course.graduated < BUSINESS_DAY


@pytest.mark.parametrize("seed", SEEDS)
def test_some_learned_while_they_worked(seed):
    courses = [course for one in full(seed) for course in one.courses]

    assert 0 < sum(not course.full_time for course in courses) < len(courses) / 2


@pytest.mark.parametrize("seed", SEEDS)
def test_parents_are_older_and_children_younger(seed):
    for one in full(seed):
        for kin in one.kin:
            years = kin.born.year - one.human.born.year
            if kin.relation is Relative.Relation.PARENT:
                assert years <= -20
            if kin.relation is Relative.Relation.CHILD:
                assert years >= 18
                assert kin.born < BUSINESS_DAY


@pytest.mark.parametrize("seed", SEEDS)
def test_three_pairs_are_related_one_of_them_in_a_village(seed):
    villages, files, _ = city(seed)
    related = ties([v for v in villages if v.place.township.name == SHOWCASE])
    by_human = {one.human: one for one in files.files}

    same = [by_human[t.one].held[-1].place is by_human[t.other].held[-1].place for t in related]

    assert sorted(same) == [False, False, True]
    for tie in related:
        wife = next(kin for kin in by_human[tie.husband].kin if kin.title == "妻子")
        surname = humans().names.surname_of
        assert surname(wife.name) == surname(tie.brother.name)
        assert tie.husband.sex == tie.brother.sex == MALE


@pytest.mark.parametrize("seed", SEEDS)
def test_commendations_are_of_years_in_office(seed):
    given = [(one, honour) for one in full(seed) for honour in one.honours]

    assert given
    for one, honour in given:
        assert any(s.covers(date(honour.on.year, 6, 1)) for s in one.held)
        assert one.human.merit > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_second_files_bear_another_number_and_hold_no_post(seed):
    villages, _, pairs = city(seed)
    held = held_by(villages)

    assert len(set(pairs.others)) == 5
    for pair in (pairs.township, pairs.county, pairs.city, pairs.proposed, pairs.proposed_across):
        assert (pair.known.name, pair.known.born) == (pair.other.name, pair.other.born)
        assert pair.known.number != pair.other.number
        assert all(stint.ended < date(2016, 12, 31) for stint in held[pair.other] if stint.ended)
        assert all(stint.ended for stint in held[pair.other])
