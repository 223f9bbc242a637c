"""Django's database settings out of a URL, for the role this process works in."""

from __future__ import annotations

import os
from typing import Any

from config.environment import env

LOCK_TIMEOUT = "10s"  # a forgotten lock ends in an error, not in a township that waits


def connection() -> dict[str, Any]:
    """Connect as the application, or as the owner where the command needs it (config/cli.py)."""
    url = os.environ.get("DATABASE_URL", "")
    if env.str("DATABASE_ROLE", default="app") == "owner":
        url = os.environ.get("DATABASE_OWNER_URL") or url
    settings = parsed(url)
    if env.bool("DATABASE_POOL", default=False):  # the web only: it works in threads
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": env.int("WEB_THREADS", default=8)}
    return settings


def parsed(url: str) -> dict[str, Any]:
    """Turn a libpq URL into Django's settings; without one, connecting says what is missing."""
    settings: dict[str, Any] = env.db_url_config(url) if url else {"NAME": "", "OPTIONS": {}}
    options = settings.setdefault("OPTIONS", {})
    # libpq's way to name a socket folder; dbshell and the tests look for it in HOST.
    settings["HOST"] = options.pop("host", settings.get("HOST", ""))
    options.setdefault("options", f"-c lock_timeout={LOCK_TIMEOUT}")
    return settings | {
        "ENGINE": "django.db.backends.postgresql",
        # PgBouncer in transaction mode needs this.
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False),
    }
