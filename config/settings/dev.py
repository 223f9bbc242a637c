"""Development and demo: a bare machine, embedded servers, plain HTTP on the loopback."""

from config.settings.base import *  # noqa: F403

# Static files come straight from their sources: nothing to collect, nothing stale.
WHITENOISE_USE_FINDERS = True
