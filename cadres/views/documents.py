"""Papers and the photo of a file: sent in, handed out to whoever may see the file, taken out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from accounts.doors import door
from accounts.pages import ActingRequest, posted, refusals_shown_on
from accounts.roles import Role
from audit.services import record
from cadres import services
from cadres.filecheck import TYPES
from cadres.forms.documents import DocumentForm, PhotoForm, WithdrawDocumentForm
from cadres.forms.dossier import ConfirmForm
from cadres.models import Document, FileKind, Person, StoredFile
from cadres.views import rows
from cadres.views.editing import back_to
from cadres.views.rows import READING

CLERK = Role.TOWNSHIP_CLERK
# What was filed wrongly may be somebody else's: only these look into it once it was taken out.
SEES_WITHDRAWN = (Role.COUNTY_OFFICER, Role.CITY_OFFICER, Role.AUDITOR)
SANDBOX = "sandbox; default-src 'none'"


@door(CLERK, of=rows.files, methods=("GET", "POST"))
def document_add(request: ActingRequest, found: Person) -> HttpResponse:
    """Put a paper into one of the seven classes."""
    form = DocumentForm(
        posted(request), request.FILES or None, initial={"dossier_class": request.GET.get("class")}
    )
    if form.is_valid():
        with refusals_shown_on(form):
            done = services.add_document(person=found, by=request.acting, **form.cleaned_data)
            label = done.get_dossier_class_display()
            messages.success(request, f"“{done.title}”已归入{found.name}档案的{label}类。")
            return redirect(back_to(found.pk, "documents"))
    return render(request, "cadres/document_add.html", {"person": found, "form": form})


@door(*READING, of=rows.documents)
def document(request: ActingRequest, found: Document) -> HttpResponse:
    """Hand a paper out as a file, never as a page; that it was taken is written down."""
    if found.withdrawn_on is not None and not request.acting.has(*SEES_WITHDRAWN):
        raise PermissionDenied(
            f"“{found.title}”已于 {found.withdrawn_on} 撤出档案，由县委组织部、审计巡察查阅。"
        )
    file = file_of(request, found.file_id)
    person, sha256 = found.person_id, file.sha256
    record("document.downloaded", by=request.acting, about=found, person=person, sha256=sha256)
    return served(file, as_attachment=True)


@door(CLERK, of=rows.documents, methods=("GET", "POST"))
def document_withdraw(request: ActingRequest, found: Document) -> HttpResponse:
    """Take a paper out with a reason; it stays kept."""
    form = WithdrawDocumentForm(posted(request))
    if form.is_valid():
        with refusals_shown_on(form):
            services.withdraw_document(document=found, by=request.acting, **form.cleaned_data)
            messages.success(request, f"“{found.title}”已撤出档案，撤出记录留存。")
            return redirect(back_to(found.person_id, "documents"))
    context = {"person": found.person, "document": found, "form": form}
    return render(request, "cadres/document_withdraw.html", context)


@door(*READING, of=rows.files)
def photo(request: ActingRequest, found: Person) -> HttpResponse:
    """Show the portrait: drawn again from its pixels when it came, so it is a picture only."""
    if found.photo_id is None:
        raise Http404("no portrait")
    return served(file_of(request, found.photo_id), as_attachment=False)


@door(CLERK, of=rows.files, methods=("GET", "POST"))
def photo_set(request: ActingRequest, found: Person) -> HttpResponse:
    """Put a portrait on the file, or take it down."""
    down = "take_down" in request.POST
    form = ConfirmForm(request.POST) if down else PhotoForm(posted(request), request.FILES or None)
    if form.is_valid():
        with refusals_shown_on(form):
            save = services.take_photo_down if down else services.set_photo
            save(person=found, by=request.acting, **form.cleaned_data)
            said = "已撤下" if down else "已更新"
            messages.success(request, f"{found.name}的照片{said}。")
            return redirect("reports:person", found.pk)
    return render(request, "cadres/photo.html", {"person": found, "form": form})


def served(file: StoredFile, *, as_attachment: bool) -> HttpResponse:
    """Answer with a kept file, so that no browser takes it for a page of ours."""
    response = HttpResponse(bytes(file.body), content_type=TYPES[FileKind(file.kind)])
    disposition = content_disposition_header(as_attachment, file.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def file_of(request: ActingRequest, pk: int) -> StoredFile:
    """Load the content behind its own wall: a row that names a foreign file leads nowhere."""
    file = StoredFile.objects.visible_to(request.acting).filter(pk=pk).first()
    if file is None:
        raise Http404("no such file in scope")
    return file
