from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "rulebook"
    verbose_name = "政策与依据"
    default_auto_field = "django.db.models.BigAutoField"
