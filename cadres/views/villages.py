"""Who held what on a day: a village's page, a township's sheet, a list of posts anywhere."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from accounts.roles import Role
from audit.services import record
from cadres.forms.places import PostsFilter, SheetFilter
from cadres.forms.villages import DayForm
from cadres.post_columns import POST_COLUMNS, post_rows, posts_for
from cadres.posts import Post
from cadres.queries.seats import bodies, sheet_of, village_on
from cadres.queries.terms import lengths, term_of
from cadres.views.rows import READING, villages

PAGE = 25  # posts


@door(*READING, of=villages)
def village(request: ActingRequest, found: Division) -> HttpResponse:
    """Show one village on a day: everybody in office, who was before, its terms."""
    form = DayForm(request.GET, today=today())
    seen = village_on(found, form.day, request.acting)
    known = lengths(today())
    record("cadre.listed", by=request.acting, about=found, asked={"on": str(form.day)})
    context = {
        "village": found,
        "form": form,
        "day": form.day,
        "is_today": form.day == today(),
        "bodies": bodies(seen.seats),
        "former": seen.former,
        "term": term_of(seen.team, known, form.day) if seen.team else None,
        "teams": seen.teams,
        "before": seen.line[1:],
        "is_clerk": request.acting.has(Role.TOWNSHIP_CLERK) and found.last_day is None,
    }
    return render(request, "cadres/village.html", context)


@door(*READING)
def sheet(request: ActingRequest) -> HttpResponse:
    """Put a township's villages on one sheet for a day."""
    form = SheetFilter(request.GET, acting=request.acting, today=today())
    township = form.at_township if form.is_valid() else None
    rows = sheet_of(township, form.day, request.acting) if township else []
    asked = {"on": str(form.day)}
    record("cadre.listed", by=request.acting, about=township, asked=asked, count=len(rows))
    context = {"form": form, "township": township, "rows": rows, "posts": list(Post)}
    return render(request, "cadres/sheet.html", context | {"day": form.day})


@door(*READING)
def posts(request: ActingRequest) -> HttpResponse:
    """List who held what on a day, anywhere in the reader's division."""
    form = PostsFilter(request.GET, acting=request.acting, today=today())
    page = Paginator(posts_for(form), PAGE).get_page(request.GET.get("page"))
    rows = post_rows(page.object_list, form.day, request.acting)
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    record(
        "cadre.listed", by=request.acting, asked=asked, page=page.number, count=page.paginator.count
    )
    context = {"form": form, "page": page, "rows": rows, "columns": POST_COLUMNS, "day": form.day}
    return render(request, "cadres/posts.html", context)
