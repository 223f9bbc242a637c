from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "cadres"
    verbose_name = "村干部名册"
    default_auto_field = "django.db.models.BigAutoField"
