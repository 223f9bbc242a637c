"""Let no upload grow beyond what any page takes: the rest is read off the line and thrown away."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MARK = "accounts.upload_cut_off"


class Bounded(FileUploadHandler):
    """Stand before the handlers that keep a file, in memory or on disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if start + len(raw_data) > settings.LARGEST_UPLOAD:
            if self.request is not None:
                self.request.META[MARK] = "1"
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def was_cut_off(request: HttpRequest) -> bool:
    """Tell whether a file of this request was too large to be kept."""
    return MARK in request.META
