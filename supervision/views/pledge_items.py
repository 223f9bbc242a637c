"""What happens to promises: the grids of a quarter and of scores, the end, more time, answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.answer import Refused
from accounts.clock import today
from accounts.doors import door
from accounts.fields import plain
from accounts.pages import ActingRequest, posted, refusals_shown_on
from cadres.views.rows import READING
from supervision.forms.pledge_grids import PROGRESS, SCORES, Grid
from supervision.forms.pledges import DoneForm, ExtensionForm, ReasonForm, YesNoForm
from supervision.models import Extension, PledgeItem
from supervision.pledge_states import QUARTERS, RUNNING
from supervision.queries.pledge_roster import held_on
from supervision.queries.pledge_rules import begins, figures, lead_entry, quarter_of
from supervision.queries.pledges import latest_notes, leads, overdue_items
from supervision.rules import pledges as rules
from supervision.services import pledge_items as services
from supervision.services.pledge_items import Note
from supervision.services.pledge_scores import hand_in_scores, save_scores
from supervision.views.pledge_page import LEVELS
from supervision.views.pledge_rows import (
    BOTH,
    CLERK,
    COMMITTEE,
    asked_number,
    asked_year,
    extensions,
    pledge_items,
)
from supervision.views.pledges import refused_on_looking


@door(CLERK, methods=BOTH)
def progress(request: ActingRequest) -> HttpResponse:
    """Note a quarter's progress of everybody's promises in one grid."""
    year, quarter = asked_year(request), _quarter(request)
    items = _running(request, year)
    notes = latest_notes(items, request.acting)
    known = {one.pk: notes.get((one.pk, quarter)) for one in items}
    texts = {
        pk: {"percent": str(note.percent), "words": note.words}
        for pk, note in known.items()
        if note
    }
    grid = Grid(PROGRESS).fill(_named(items, texts), posted(request))
    if request.method == "POST" and _save_progress(request, grid, year, quarter):
        return redirect(f"{reverse('supervision:pledge_progress')}?year={year}&quarter={quarter}")
    context = _grid(grid, year) | {"quarter": quarter, "quarters": _quarters(year)}
    return render(request, "supervision/pledge_progress.html", context)


@door(CLERK, methods=BOTH)
def scores(request: ActingRequest) -> HttpResponse:
    """Score everybody's promises in one grid, and hand whole ones in."""
    year = asked_year(request)
    items = [one for one in _running(request, year) if not one.pledge.scored_on]
    texts = {one.pk: {"score": plain(one.score)} for one in items}
    grid = Grid(SCORES).fill(_named(items, texts), posted(request))
    if request.method == "POST" and _save_scores(request, grid, year, items):
        return redirect(f"{reverse('supervision:pledge_scores')}?year={year}")
    score_from = figures(year, today()).score_from
    closed = today() < score_from
    context = _grid(grid, year) | {"score_from": score_from, "closed": closed}
    return render(request, "supervision/pledge_scores.html", context)


@door(CLERK, of=pledge_items, methods=BOTH)
def done(request: ActingRequest, found: PledgeItem) -> HttpResponse:
    """Write down that a promise was kept."""
    answer = rules.may_note(found.pledge, by=request.acting)
    if told := refused_on_looking(request, answer, found.pledge):
        return told
    form = DoneForm(posted(request), initial={"done_on": today()})
    if form.is_valid():
        with refusals_shown_on(form):
            services.finish_item(item=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"“{found.topic}”已登记完成。")
            return redirect("supervision:pledge", found.pledge_id)
    ground = "期限以后完成的，登记为“逾期后完成”"
    return _item_page(request, found, form, "登记完成", ground)


@door(CLERK, of=pledge_items, methods=BOTH)
def reopen(request: ActingRequest, found: PledgeItem) -> HttpResponse:
    """Take back that a promise was kept."""
    answer = rules.may_note(found.pledge, by=request.acting)
    if told := refused_on_looking(request, answer, found.pledge):
        return told
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.reopen_item(item=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"“{found.topic}”的完成登记已撤回。")
            return redirect("supervision:pledge", found.pledge_id)
    return _item_page(request, found, form, "撤回完成", "误登记的才撤回，原登记和理由都留在记录里")


@door(CLERK, of=pledge_items, methods=BOTH)
def extension_ask(request: ActingRequest, found: PledgeItem) -> HttpResponse:
    """Ask for more time."""
    answer = rules.may_ask_extension(found, due=found.due, today=today(), by=request.acting)
    if told := refused_on_looking(request, answer, found.pledge):
        return told
    form = ExtensionForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.ask_extension(item=found, by=request.acting, **form.cleaned_data)
            said = f"延期申请已提交，须由乡镇党委在 {found.due} 以前（含当日）批准。"
            messages.success(request, said)
            return redirect("supervision:pledge", found.pledge_id)
    ground = f"现在的期限是 {found.due}；过了期限没有批准的，申请失效，按逾期处理"
    return _item_page(request, found, form, "申请延期", ground)


@door(COMMITTEE, of=extensions, methods=BOTH)
def extension_decide(request: ActingRequest, found: Extension) -> HttpResponse:
    """Grant more time or refuse it."""
    answer = rules.may_decide_extension(found, today=today(), by=request.acting)
    if told := refused_on_looking(request, answer, found.item.pledge):
        return told
    yes, hint = f"批准，延至 {found.new_due_on}", "不批准的必须写明理由"
    form = YesNoForm(posted(request), yes=yes, no="不批准，仍按原期限", hint=hint, needed=False)
    if form.is_valid():
        with refusals_shown_on(form):
            services.decide_extension(
                extension=found, granted=form.is_yes, by=request.acting,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(
                request, "已批准延期。" if form.is_yes else "没有批准延期，仍按原期限。"
            )
            return redirect("supervision:pledge", found.item.pledge_id)
    ground = (
        f"{found.asked_by.name} {found.asked_on} 申请，原期限 {found.due_before}。"
        f"理由：{found.reason}"
    )
    return _item_page(request, found.item, form, "批准延期", ground)


@door(*READING)
def overdue(request: ActingRequest) -> HttpResponse:
    """List the overdue promises that are asked about, and what was answered with yes."""
    items = overdue_items(request.acting).select_related("pledge__village__parent")
    asked = list(items.filter(answers=None).order_by(F("due"), "scope_path", "pk")[:500])
    context = {
        "asked": asked,
        "leads": list(leads(request.acting)[:500]),
        "entry": lead_entry(today()),
        "answers": request.acting.has(COMMITTEE),
        "day": today(),
    }
    return render(request, "supervision/overdue.html", context)


@door(COMMITTEE, of=pledge_items, methods=BOTH)
def overdue_answer(request: ActingRequest, found: PledgeItem) -> HttpResponse:
    """Answer whether an overdue promise is a warning lead."""
    standing = found.answers.filter(superseded_by=None).select_related("answered_by").first()
    here = pledge_items(request.acting).filter(held_on("due", "pledge__person", request.acting))
    answer = rules.may_answer_overdue(
        found, due=found.due, in_post=here.filter(pk=found.pk).exists(),
        answered=standing is not None, today=today(), by=request.acting,
    )  # fmt: skip
    if told := refused_on_looking(request, answer, found.pledge):
        return told
    hint = "写明事实：为什么逾期、是否本人原因、有没有补救"
    yes, no = "是，作为警示谈话线索", "否，不作为线索"
    form = YesNoForm(posted(request), hint=hint, yes=yes, no=no)
    if form.is_valid():
        with refusals_shown_on(form):
            reason = form.cleaned_data["reason"]
            services.answer_overdue(
                item=found, is_lead=form.is_yes, reason=reason, by=request.acting
            )
            messages.success(request, _answered(form.is_yes))
            return redirect("supervision:overdue")
    context = {"item": found, "pledge": found.pledge, "form": form, "standing": standing}
    context |= {
        "entry": lead_entry(today()),
        "late": (today() - found.due).days,
        **_facts(found, request),
    }
    return render(request, "supervision/overdue_answer.html", context)


def _answered(is_lead: bool) -> str:  # noqa: FBT001
    if is_lead:
        return "已作为警示谈话线索列出。是否谈话另行研究，系统不自动立案。"
    return "已答复不作为线索，理由留在记录里。"


def _facts(found: PledgeItem, request: ActingRequest) -> dict[str, Any]:
    notes = latest_notes([found], request.acting)
    asked = extensions(request.acting).filter(item=found).order_by("pk")
    return {
        "notes": [(quarter, notes.get((found.pk, quarter))) for quarter in QUARTERS],
        "extensions": [(one, one.has_lapsed(today())) for one in asked],
    }


def _item_page(
    request: ActingRequest, item: PledgeItem, form: Any, what: str, ground: str
) -> HttpResponse:
    context = {"item": item, "pledge": item.pledge, "form": form, "what": what, "ground": ground}
    return render(request, "supervision/pledge_item.html", context)


def _running(request: ActingRequest, year: int) -> list[PledgeItem]:
    rows = pledge_items(request.acting).filter(pledge__year=year, pledge__status__in=RUNNING)
    return list(rows.order_by("pledge__village__path", "pledge", "place", "pk"))


def _named(items: list[PledgeItem], texts: dict[int, dict[str, str]]) -> Any:
    return [(one, f"{one.pledge.name}“{one.topic}”", texts.get(one.pk, {})) for one in items]


def _grid(grid: Grid, year: int) -> dict[str, Any]:
    day = today()
    states = {row.pk: row.about.state_on(day) for row in grid.rows}
    missing = next((row.pk for row in grid.rows if not row.cells[0].text), None)
    rows = [(row, states[row.pk], LEVELS[states[row.pk]]) for row in grid.rows]
    return {"grid": grid, "rows": rows, "year": year, "missing": missing}


def _save_progress(request: ActingRequest, grid: Grid, year: int, quarter: int) -> bool:
    changed = grid.changed()
    for row in grid.rows:
        if row.pk in changed and not row.cells[0].error and changed[row.pk][0][0] is None:
            row.cells[0].error = "请填完成比例；没有开始的填 0"
    if grid.faulty:
        return False
    notes = {pk: Note(typed[0], typed[1]) for pk, (typed, _) in changed.items()}
    try:
        services.save_progress(year=year, quarter=quarter, notes=notes, by=request.acting)
    except Refused as refused:
        grid.refusals.extend(refused.objections)
        return False
    said = f"{len(notes)} 项的第 {quarter} 季度进展已登记。" if notes else "没有改动，无须保存。"
    messages.success(request, said)
    return True


def _save_scores(request: ActingRequest, grid: Grid, year: int, items: list[PledgeItem]) -> bool:
    changed = grid.changed()
    if grid.faulty:
        return False
    typed = {pk: now[0] for pk, (now, _) in changed.items()}
    shown = {pk: before[0] for pk, (_, before) in changed.items()}
    try:
        save_scores(year=year, scores=typed, shown=shown, by=request.acting)
        said = f"{len(typed)} 项的得分已保存。" if typed else "没有改动，无须保存。"
        if "hand_in" in request.POST:
            whole = _whole(items, typed)
            hand_in_scores(pledges=whole, by=request.acting)
            said = f"{len(whole)} 人的评分已提交，等待乡镇党委确认。"
    except Refused as refused:
        grid.refusals.extend(refused.objections)
        return False
    messages.success(request, said)
    return True


def _whole(items: list[PledgeItem], typed: dict[int, Any]) -> list[int]:
    """List the pledges of which every promise has a score now."""
    missing = {one.pledge_id for one in items if typed.get(one.pk, one.score) is None}
    whole = sorted({one.pledge_id for one in items} - missing)
    if not whole:
        raise Refused("没有一份承诺评齐全部事项，没有提交。")
    return whole


def _quarter(request: ActingRequest) -> int:
    asked = asked_number(request, "quarter")
    return asked if asked in QUARTERS else quarter_of(today())


def _quarters(year: int) -> list[tuple[int, bool]]:
    return [(one, begins(year, one) <= today()) for one in QUARTERS]
