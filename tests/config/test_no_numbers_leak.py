"""Where a number could slip out beside the pages: logs, error pages, tasks, addresses."""

from __future__ import annotations

import inspect
import logging
from io import StringIO

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils.module_loading import import_string

from accounts.doors import EVERY_ROLE, door
from audit.models import Event
from cadres.models import Person
from config import urls as site
from config.celery import app
from tests.cadres.factories import make_person

NUMBER, PHONE = "430481197001019018", "13900000000"
OURS = ("accounts.", "assessments.", "audit.", "cadres.", "reports.", "rulebook.")


@door(*EVERY_ROLE, methods=("GET", "POST"))
def broken(request):
    """Fail with everything that was typed in the message, as a careless author would."""
    raise ValueError(f"cannot save {request.POST.dict()}")


@door(*EVERY_ROLE, methods=("POST",))
def clashing(request):
    """Let the database refuse a row and quote it."""
    person = Person.objects.get()
    person.pk = None
    person.save(force_insert=True)
    return HttpResponse()


urlpatterns = [path("broken/", broken), path("clashing/", clashing), *site.urlpatterns]
handler403, handler404, handler500 = site.handler403, site.handler404, site.handler500


@pytest.fixture
def written():
    """Give what the configured handler writes; pytest's own capture would not redact."""
    configured = django_settings.LOGGING["formatters"]["redacted"]
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(import_string(configured["()"])(configured["format"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream.getvalue
    root.removeHandler(handler)


@pytest.fixture
def browser(client_of, clerk) -> Client:
    """Give the clerk's browser, in which a failure is a page as in production."""
    browser = client_of(clerk)
    browser.raise_request_exception = False
    return browser


@pytest.mark.urls("tests.config.test_no_numbers_leak")
def test_a_failing_view_gives_no_number_to_the_log_or_the_page(browser, written):
    response = browser.post("/broken/", {"id_number": NUMBER, "phone": PHONE})

    assert response.status_code == 500
    page = response.content.decode()
    assert "Traceback (most recent call last)" in written()
    assert "[身份证号]" in written()
    assert "[手机号]" in written()
    for secret in (NUMBER, PHONE):
        assert secret not in written()
        assert secret not in page
    assert "Traceback" not in page
    assert "ValueError" not in page


@pytest.mark.urls("tests.config.test_no_numbers_leak")
def test_what_the_database_quotes_is_no_number_either(browser, written, township):
    make_person(township, id_number=NUMBER, phone=PHONE)

    assert browser.post("/clashing/").status_code == 500

    assert "IntegrityError" in written()
    for secret in (NUMBER, PHONE):
        assert secret not in written()


def test_every_log_goes_through_the_redaction():
    configured = django_settings.LOGGING

    assert all(one["formatter"] == "redacted" for one in configured["handlers"].values())
    assert all(
        set(one.get("handlers", ())) <= configured["handlers"].keys()
        for one in configured["loggers"].values()
    )


@pytest.mark.urls("tests.config.test_no_numbers_leak")
def test_nothing_of_a_failure_is_kept_in_the_events(browser):
    browser.post("/broken/", {"id_number": NUMBER})

    for event in Event.objects.all():
        assert NUMBER not in str(event.__dict__)


def test_tasks_take_ids_only():
    """An argument waits in the broker and shows in its tools: no text, no row, no number."""
    app.loader.import_default_modules()  # as a worker does when it starts
    tasks = {name: task for name, task in app.tasks.items() if name.startswith(OURS)}

    assert {"assessments.settle", "audit.tasks.note_head"} <= tasks.keys()
    for name, task in tasks.items():
        for argument in inspect.signature(task.run).parameters.values():
            assert argument.annotation in ("int", "int | None", "list[int]"), (name, argument)
