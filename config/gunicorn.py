"""Gunicorn's settings: `gunicorn -c python:config.gunicorn config.wsgi`."""

from __future__ import annotations

import os

from config import port
from config.production import refuse_if_unsafe

if os.environ.get("DJANGO_SETTINGS_MODULE", "config.settings.prod").endswith(".prod"):
    # Here, in the master: a worker that refuses would be started anew for ever.
    refuse_if_unsafe()

bind = os.environ.get("BIND", f"{port.HOST}:{port.number()}")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
graceful_timeout = 10
# A heartbeat file on a disk can stall a worker; /dev/shm may be missing or closed in a container.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "WARNING").lower()
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "redacted": {
            "()": "config.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "redacted"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "gunicorn.error": {"handlers": [], "propagate": True, "level": loglevel.upper()},
        "gunicorn.access": {"handlers": [], "propagate": accesslog is not None, "level": "INFO"},
    },
}
