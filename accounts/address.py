"""From which address a request comes, with or without a proxy in between."""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

SOCKET = "unix"  # in TRUSTED_PROXIES: a proxy on this machine that comes through a socket file


def client_address(request: HttpRequest) -> str:
    """Give the nearest address that is no proxy of ours; what stands before it is hearsay."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if not _is_ours(nearest):
        return nearest[:64]
    for said in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        address = _parsed(said)
        if address is None:  # a proxy of ours writes addresses, so this is not its word
            break
        nearest = str(address)
        if not _is_ours(nearest):
            break
    return nearest[:64]


def _is_ours(text: str) -> bool:
    proxies = tuple(text.strip() for text in settings.TRUSTED_PROXIES)
    if not text:
        return SOCKET in proxies
    address = _parsed(text)
    return address is not None and any(address in network for network in _networks(proxies))


@cache
def _networks(proxies: tuple[str, ...]) -> list:  # type: ignore[type-arg]
    return [ip_network(text) for text in proxies if text != SOCKET]


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip())
    except ValueError:
        return None
