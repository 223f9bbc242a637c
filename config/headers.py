"""Response headers that Django does not set."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

NOTHING = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOTHING),
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HeadersMiddleware:
    """Say what pages may use of the machine (nothing), and that nobody may embed our files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
