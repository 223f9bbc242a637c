"""Pages for what did not work: what happened, and what to do next."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from accounts import drafts


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that could not be read."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say by the sentence of the refusal why this role may not."""
    return render(request, "errors/403.html", {"why": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer alike for what does not exist and for what lies outside the reader's division."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without the frame: the context and the session may be what failed."""
    return HttpResponse(render_to_string("errors/500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is out of date: a page of ours has its content kept."""
    if drafts.came_from_here(request) and drafts.keep(request):
        messages.warning(request, "页面打开时间较长，登录状态已改变，这次没有提交；内容已暂存。")
        return redirect("accounts:drafts")
    return render(request, "errors/403_csrf.html", status=403)
