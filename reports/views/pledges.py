"""The letters of responsibility of a township's pledges: one as a page, all as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.clock import today
from accounts.doors import door
from accounts.models import Division
from accounts.pages import ActingRequest
from cadres.views.rows import READING
from reports.papers.making import made
from reports.papers.pledges import file_of
from reports.views.downloads import attached
from reports.views.sheets import asked_format, asked_number, one_sheet
from rulebook.editions import book_in_force
from supervision.views.pledge_rows import asked_year, township_of


@door(*READING)
def pledge_papers(request: ActingRequest) -> HttpResponseBase:
    """Show a township's letters, one sheet at a time."""
    township, year = township_of(request), asked_year(request)
    if township is None:
        return redirect("supervision:pledges")
    file = file_of(township, year, request.acting)
    context = {
        "township": township,
        "year": year,
        "query": _query(township, year),
        "hidden": [("year", year), ("township", township.pk)],
        **(one_sheet(request, file) if file.papers else {}),
    }
    return render(request, "reports/pledge_papers.html", context)


@door(*READING)
def pledge_file(request: ActingRequest) -> HttpResponseBase:
    """Hand out a township's letters, or one; where there is none, say so on the page."""
    township, year = township_of(request), asked_year(request)
    if township is None:
        return redirect("supervision:pledges")
    kind = asked_format(request)
    file = file_of(township, year, request.acting, asked_number(request, "only"))
    if not file.papers:
        return redirect(f"{reverse('reports:pledge_papers')}?{_query(township, year)}")
    edition = f"《{book_in_force().held.title}》{today()} 适用的版本"
    return attached(
        made(
            file, kind, scope=township.title, day=today(), edition=edition, about=township,
            by=request.acting,
        )
    )  # fmt: skip


def _query(township: Division, year: int) -> str:
    return urlencode({"year": year, "township": township.pk})
