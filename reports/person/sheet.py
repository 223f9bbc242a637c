"""Everything the person page shows, gathered with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from accounts.acting import Acting
from accounts.roles import Role
from cadres import masking, rules
from cadres.forms.people import UnmaskForm
from cadres.history import NEWEST, Change, changes_of, row_changes_of, writers
from cadres.masking import Purpose
from cadres.models import (
    Document,
    DossierClass,
    Education,
    Experience,
    FormerNumber,
    Measure,
    Person,
    Relative,
    Reward,
    Team,
    Tenure,
)
from cadres.posts import label
from cadres.queries.completeness import completeness
from cadres.queries.dossier import sources, written_rows
from cadres.queries.inherited import inherited_by
from cadres.queries.people import one_person
from cadres.queries.recusal import conflicts_of
from reports.happenings import Happening
from reports.person.cases import cases_of
from reports.person.facts import head_facts
from reports.timeline import assessed_years, timeline

# Relatives are not among them: a family has no days of office, only changes of what is known.
DATED = ("educations", "experiences", "rewards", "documents")
RECENT = 12  # changes that are shown at once


def sheet(
    person: Person,
    acting: Acting,
    day: date,
    *,
    stated: str = "",
    purpose: Purpose = Purpose.PAGE,
) -> dict[str, Any]:
    """Gather what page and paper show of one file and of those merged into it.

    `stated` is what numbers are shown in full for; without it they are masked.
    """
    merged = person.merged_into is not None
    ids = [person.pk] if merged else one_person(person)
    facts, rows = _facts(ids, acting), _rows(ids, acting)
    asked: dict[str, Any] = {"viewer": acting, "stated": stated, "purpose": purpose}
    told = _told(person, ids, asked)
    shown = {
        "person": person,
        "day": day,
        "absorbed": [] if merged else _absorbed(ids, person, acting),
        "writes": acting.has(Role.TOWNSHIP_CLERK) and not merged,
        "facts": head_facts(person, day, sources=told["sources"], **asked),
        "unmask_form": UnmaskForm() if rules.may_unmask(acting) else None,
        "complete": completeness(person, _held(rows)),
        "conflicts": conflicts_of(ids, acting, day),
        "events": _events(facts, rows, told, day),
        "papers": _by_class(rows["documents"]),
        "teams": _teams(facts["tenures"]),
        "measures": [(measure, _standing(measure, day)) for measure in facts["measures"]],
        "older_changes": told["changes"][RECENT:],
        "changes": told["changes"][:RECENT],
    }
    return _in_post(facts["tenures"], facts["measures"], day) | facts | rows | told | shown


def _events(
    facts: dict[str, Any], rows: dict[str, list[Any]], told: dict[str, Any], day: date
) -> list[Happening]:
    dated = {key: rows[key] for key in DATED}
    done = {key: told[key] for key in ("changes", "written", "cases")}
    return timeline(**facts, **dated, **done, day=day)


def _told(person: Person, ids: Sequence[int], asked: dict[str, Any]) -> dict[str, Any]:
    """Read what was done to the file: who changed what, what rosters wrote, what is decided."""
    acting = asked["viewer"]
    saved = changes_of(person, acting, ids=ids)
    own = [change for change in saved if change.person == person.pk]
    written = written_rows(ids, acting)
    return {
        "changes": _with_rows(saved, row_changes_of(ids, acting)),
        "written": written,
        "sources": sources(written, writers(own)),
        "cases": cases_of(ids, acting),
        "former_numbers": _former_numbers(person, ids, asked),
    }


def _facts(ids: Sequence[int], acting: Acting) -> dict[str, Any]:
    """Read what happened in office: it stays with the division where it happened."""
    tenures = list(
        Tenure.objects.visible_to(acting)
        .filter(person__in=ids)
        .select_related("village__parent", "team")
    )
    tenures += inherited_by(ids)  # of a township merged into this one
    measures = Measure.objects.visible_to(acting).filter(person__in=ids)
    return {
        "tenures": sorted(tenures, key=lambda one: (one.began_on, one.pk), reverse=True),
        "measures": list(measures.order_by("-taken_on", "-pk")),
        "years": assessed_years(ids, acting),
    }


def _rows(ids: Sequence[int], acting: Acting) -> dict[str, list[Any]]:
    """Read the rows of the file."""
    mine = {"person__in": ids}
    papers = Document.objects.visible_to(acting).filter(**mine).select_related("file")
    relatives = Relative.objects.visible_to(acting).filter(**mine).select_related("cadre")
    return {
        "educations": list(
            Education.objects.visible_to(acting).filter(**mine).order_by("graduated_on", "pk")
        ),
        "experiences": list(
            Experience.objects.visible_to(acting).filter(**mine).order_by("began_on", "pk")
        ),
        "relatives": list(relatives.order_by("pk")),
        "rewards": list(
            Reward.objects.visible_to(acting).filter(**mine).order_by("-granted_on", "-pk")
        ),
        "documents": list(papers.defer("file__body").order_by("dated_on", "pk")),
    }


def _held(rows: dict[str, list[Any]]) -> set[str]:
    """Name the kinds of rows there are, as completeness asks for them."""
    standing = [one for one in rows["documents"] if one.withdrawn_on is None]
    held = {
        "education": rows["educations"], "experience": rows["experiences"],
        "relative": rows["relatives"], "document": standing,
    }  # fmt: skip
    return {key for key, found in held.items() if found}


def _absorbed(ids: Sequence[int], person: Person, acting: Acting) -> list[Person]:
    """List the files merged into this one, where the reader may see them."""
    others = [pk for pk in ids if pk != person.pk]
    if not others:
        return []
    return list(Person.objects.visible_to(acting).filter(pk__in=others).order_by("pk"))


def _former_numbers(
    person: Person, ids: Sequence[int], asked: dict[str, Any]
) -> list[tuple[FormerNumber, str]]:
    found = FormerNumber.objects.visible_to(asked["viewer"]).filter(person__in=ids)
    return [
        (one, masking.shown("id_number", one.id_number, subject=person, **asked))
        for one in found.order_by("-replaced_on")
    ]


def _with_rows(saved: Sequence[Change], rows: Iterable[Change]) -> list[Change]:
    """Join both, newest first; a file that opens or moves takes its rows along: one change."""
    whole = {change.context for change in saved if change.opened or change.moved}
    kept = [change for change in rows if change.context is None or change.context not in whole]
    return sorted([*saved, *kept], key=NEWEST, reverse=True)


def _in_post(tenures: list[Tenure], measures: list[Measure], day: date) -> dict[str, Any]:
    held = [t for t in tenures if t.began_on <= day and (t.ended_on is None or t.ended_on >= day)]
    return {
        "held": held,
        "posts": label(list({tenure.post for tenure in held})),
        "villages": list(dict.fromkeys(tenure.village.title for tenure in held)),
        "weighing": any(measure.in_force_on(day) for measure in measures),
    }


def _by_class(documents: list[Document]) -> list[dict[str, Any]]:
    """Give the seven classes in their order, empty ones too, with what was taken out of each."""
    return [
        {
            "code": one.value,
            "label": one.label,
            "papers": [d for d in documents if d.dossier_class == one and d.withdrawn_on is None],
            "withdrawn": [d for d in documents if d.dossier_class == one and d.withdrawn_on],
        }
        for one in DossierClass
    ]


def _teams(tenures: list[Tenure]) -> list[tuple[Team, str, str]]:
    """List the teams a person belonged to, each once, with the posts held in it."""
    posts: dict[tuple[Team, str], list[str]] = {}
    for tenure in tenures:
        if tenure.team is not None:
            posts.setdefault((tenure.team, tenure.village.title), []).append(tenure.post)
    return [(team, title, label(list(set(held)))) for (team, title), held in posts.items()]


def _standing(measure: Measure, day: date) -> tuple[str, str]:
    """Say in a word whether a measure weighs, with the colour of its tag."""
    if measure.in_force_on(day):
        return "影响期内", "attention"
    return ("已撤销", "") if measure.withdrawn_on else ("已期满", "")
