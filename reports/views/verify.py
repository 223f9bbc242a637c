"""The page on which a produced file is compared with the log."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from accounts.doors import door
from accounts.pages import ActingRequest, posted
from accounts.roles import Role
from reports import verifying
from reports.forms import VerifyForm


@door(
    Role.TOWNSHIP_CLERK,
    Role.TOWNSHIP_COMMITTEE,
    Role.COUNTY_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
    methods=("GET", "POST"),
)
def verify(request: ActingRequest) -> HttpResponse:
    """Say whether a file is the one that was produced, or what was produced under a number."""
    form = VerifyForm(posted(request), request.FILES or None)
    if not form.is_valid():
        return render(request, "reports/verify.html", {"form": form})
    file, reference = form.cleaned_data["file"], form.cleaned_data["reference"]
    sha256 = _sha256(file) if file else ""
    found = verifying.verify(by=request.acting, sha256=sha256, reference=reference)
    context = {
        "form": VerifyForm(),
        "found": found,
        "told": verifying.told(found.event) if found.event else [],
        "sha256": sha256,
        "reference": reference,
        "file": file.name if file else "",
    }
    return render(request, "reports/verify.html", context)


def _sha256(file: UploadedFile[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
