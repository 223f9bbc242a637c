"""The Celery application: `celery -A config worker`."""

from __future__ import annotations

import logging.config
import os
import warnings
from typing import Any

from celery import Celery, signals
from celery.exceptions import SecurityWarning
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")

app = Celery("village_cadres")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Root and pickle would be dangerous together; we accept JSON only, and the demo may run as root
# in a container where no other user can read this Python. deploy/ runs workers as a user of theirs.
warnings.filterwarnings("ignore", category=SecurityWarning)


@signals.setup_logging.connect
def redact_logs(**_: Any) -> None:
    """Keep Celery from setting up handlers of its own, which would not redact."""
    logging.config.dictConfig(settings.LOGGING)
