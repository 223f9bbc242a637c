"""The rulebook to read: figures, catalogues, counties, readings, the article."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.clock import today
from accounts.doors import door
from accounts.pages import ActingRequest
from rulebook import coverage, reading
from rulebook.editions import book_in_force
from rulebook.views.request import READERS


@door(*READERS)
def figures(request: ActingRequest) -> HttpResponse:
    """Show every figure with all its dated rows."""
    book = book_in_force()
    context = {"groups": reading.figures(book, today()), "book": book.held, "today": today()}
    return render(request, "rulebook/figures.html", context)


@door(*READERS)
def catalogues(request: ActingRequest) -> HttpResponse:
    """Show the four catalogues, all editions."""
    found = reading.catalogues(book_in_force(), today())
    return render(request, "rulebook/catalogues.html", {"catalogues": found})


@door(*READERS)
def counties(request: ActingRequest) -> HttpResponse:
    """Show what counties have set for themselves."""
    found = reading.counties(book_in_force(), today())
    return render(request, "rulebook/counties.html", {"counties": found})


@door(*READERS)
def readings(request: ActingRequest) -> HttpResponse:
    """Show how the text is read where it leaves a choice."""
    found = reading.readings(book_in_force(), today())
    waiting = sum(not one["confirmed"] for one in found)
    return render(request, "rulebook/readings.html", {"readings": found, "waiting": waiting})


@door(*READERS)
def article(request: ActingRequest) -> HttpResponse:
    """Show the article paragraph by paragraph with what each rule of it became."""
    book = book_in_force()
    by_paragraph: dict[str, list[coverage.Line]] = {}
    for line in coverage.lines(book):
        by_paragraph.setdefault(line.paragraph, []).append(line)
    paragraphs = [
        {"id": name, "text": text, "lines": by_paragraph.get(name, [])}
        for name, text in book.held.paragraphs.items()
    ]
    count = len(book.held.rules)
    return render(request, "rulebook/article.html", {"paragraphs": paragraphs, "count": count})
