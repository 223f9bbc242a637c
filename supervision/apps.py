from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "日常管理"
    default_auto_field = "django.db.models.BigAutoField"
