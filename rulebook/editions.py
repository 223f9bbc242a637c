"""The rulebook in force: what came with the program and what officers have published since."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from policy import book, outside
from policy.book import Book
from policy.faults import Fault, RulebookFaults
from policy.loading import Holding
from rulebook.models import RuleFile, Ruling

Marks = tuple[tuple[str, date], ...]


def book_in_force() -> Book:
    """Give the packaged rows with all published ones; one question to the database."""
    return book_of(marks())


def marks() -> Marks:
    """Say which files are published and since when: the key of everything that is cached."""
    published = Ruling.objects.filter(published=True).order_by("pk")
    return tuple(published.values_list("file__sha", "ruled_on"))


@lru_cache(maxsize=8)
def book_of(published: Marks) -> Book:
    """Give the packaged rows with these files, in the order in which they were published."""
    if not published:
        return book.packaged()
    return Book(_holding(published))


def _holding(published: Marks) -> Holding:
    held = book.packaged().held
    files = {one.sha: one for one in RuleFile.objects.filter(sha__in=[sha for sha, _ in published])}
    for sha, day in published:
        held = outside.taken(held, name_of(files[sha]), files[sha].text, day)
    return held


def name_of(file: RuleFile) -> str:
    """Name a stored file as faults show it."""
    return f"第{file.pk}号文件.yaml"


def book_with(file: RuleFile, on: date) -> Book:
    """Give the book as it would be with a file published on a day; RulebookFaults if it may not."""
    return Book(outside.taken(book_in_force().held, name_of(file), file.text, on))


def faults_of(name: str, text: str, on: date | None = None) -> list[Fault]:
    """List what stands against a file beside what is in force, as CI lists it."""
    try:
        Book(outside.taken(book_in_force().held, name, text, on))
    except RulebookFaults as refused:
        return list(refused.faults)
    return []
