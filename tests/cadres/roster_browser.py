"""A roster's pages as a browser asks for them."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cadres.models import Batch
from tests.cadres.rosters_made import HEADS

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
UNKNOWN = ("片区", *HEADS[1:])  # over names that are no name of a village, word for word


def send(browser: Client, content: bytes, name: str = "花名册.csv", **extra):
    """Send a file by the form."""
    return browser.post("/cadres/rosters/new/", {"file": SimpleUploadedFile(name, content)} | extra)


def html_of(browser: Client, batch: Batch, query: str = "") -> str:
    return browser.get(f"/cadres/rosters/{batch.pk}/{query}").content.decode()


def post(browser: Client, batch: Batch, what: str, **data: str):
    return browser.post(f"/cadres/rosters/{batch.pk}/{what}/", data, follow=True)


def columns_form(browser: Client, batch: Batch) -> dict[str, str]:
    """Give the form as the page has it filled in."""
    page = browser.get(f"/cadres/rosters/{batch.pk}/columns/").content.decode()
    asked = {}
    for name, options in re.findall(r'<select name="(c-\d+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="(\w*)" selected', options)
        asked[name] = chosen[1] if chosen else ""
    return asked
