"""Make one person's two files one: what was written goes over, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.acting import Acting
from audit.services import record
from cadres.models import (
    Document,
    Education,
    Experience,
    FormerNumber,
    Measure,
    Person,
    Relative,
    Reward,
    Tenure,
)
from cadres.services.keeping import move_file

GOES_OVER = (Education, Experience, Relative, Reward, Document, FormerNumber)
# Of a tenure's beginning, and of its end.
BEGAN = ("began_on", "began_how", "approved_by", "source", "team_id")
ENDED = ("ended_on", "ended_how")


def merge_files(*, kept: Person, other: Person, by: Acting) -> None:
    """Merge a locked file into another locked one; a step of a service that has asked.

    The merged file keeps its own row, number and history. What upper parts wrote about it stays
    on its id: pages read both (`one_person`). Its requests for correction are its own history.
    """
    move_file(other, kept.unit)
    Relative.objects.filter(person=other, cadre=kept).update(cadre=None)
    Relative.objects.filter(cadre=other).exclude(person=kept).update(cadre=kept)
    for model in GOES_OVER:
        model._default_manager.filter(person=other).update(person=kept)
    Measure.objects.visible_to(by).filter(person=other).update(person=kept)
    united = _take_tenures(kept, other, by)
    # One step from any merged file to the one that stands.
    Person.objects.visible_to(by).filter(merged_into=other).update(merged_into=kept)
    other.merged_into = kept
    other.save(update_fields=["merged_into"])
    record("cadre.merged", by=by, about=kept, people=[other.pk], united=united)


def _take_tenures(kept: Person, other: Person, by: Acting) -> int:
    """Give the kept file the other's tenures; those of one post that overlap become one."""
    held = Tenure.objects.visible_to(by).filter(person__in=[kept.pk, other.pk]).locked()
    posts: dict[tuple[int, str], list[Tenure]] = {}
    for tenure in held.order_by("began_on", "pk"):
        posts.setdefault((tenure.village_id, tenure.post), []).append(tenure)
    united = 0
    for tenures in posts.values():
        for run in _runs(tenures):
            united += len(run) - 1
            _unite(run, kept)
    return united


def _runs(tenures: Iterable[Tenure]) -> list[list[Tenure]]:
    """Part tenures, in the order of their beginning, into runs without a day between."""
    runs: list[list[Tenure]] = []
    for tenure in tenures:
        if runs and any(
            one.ended_on is None or one.ended_on >= tenure.began_on for one in runs[-1]
        ):
            runs[-1].append(tenure)
        else:
            runs.append([tenure])
    return runs


def _unite(run: list[Tenure], kept: Person) -> None:
    """Leave one row of a run: earliest start, latest end; the history keeps the others."""
    stays = next((one for one in run if one.person_id == kept.pk), run[0])
    if len(run) > 1 or stays.person_id != kept.pk:
        first = run[0]
        last = next((one for one in run if one.ended_on is None), None)
        last = last or max(run, key=lambda one: (one.ended_on, one.pk))
        began = {name: _said(name, [first, *run]) for name in BEGAN}
        ended = {name: getattr(last, name) for name in ENDED}
        # The others first: the database lets nobody hold a post twice, not even for a moment.
        Tenure.objects.filter(pk__in=[one.pk for one in run if one is not stays]).delete()
        for name, value in {**began, **ended}.items():
            setattr(stays, name, value)
        stays.person = kept
        stays.save(update_fields=["person", "began_on", "began_how", "approved_by", "source",
                                  "team", *ENDED])  # fmt: skip


def _said(name: str, run: list[Tenure]) -> object:
    """Take the first row that says something."""
    return next((value for one in run if (value := getattr(one, name))), getattr(run[0], name))
