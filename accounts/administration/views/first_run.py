"""The first three administrators, from a browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.administration import first_run
from accounts.administration.forms import FirstRunForm
from accounts.doors import open_door


@open_door("GET", "POST")
@never_cache
def first(request: HttpRequest) -> HttpResponse:
    """Ask for three names; only whoever can read the server's console has the word for it."""
    if not first_run.may_set_up() or not first_run.is_token(request.GET.get("token", "")):
        raise Http404
    form = FirstRunForm(request.POST if request.method == "POST" else None)
    if form.carry_out(first_run.set_up):
        return render(request, "accounts/first_run_done.html", {"made": form.outcome})
    return render(request, "accounts/first_run.html", {"form": form})
