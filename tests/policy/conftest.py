"""Give the tests the packaged rulebook and its snapshot of the article's year."""

from datetime import date
from typing import Any

import pytest

from policy import book as books
from policy.book import Book

YEAR_END = date(2018, 12, 31)
LEIYANG = "430481"


@pytest.fixture(scope="session")
def book() -> Book:
    return books.packaged()


@pytest.fixture(scope="session")
def rules(book: Book) -> dict[str, Any]:
    return book.at(YEAR_END, YEAR_END, LEIYANG)
