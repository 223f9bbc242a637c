"""The shell as a Django app: for its commands, and so that tasks know their Celery."""

from django.apps import AppConfig

from config import celery


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "系统"
    celery = celery.app  # loaded here, so that `task.delay()` finds the broker in every process
