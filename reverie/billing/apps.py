from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "reverie.billing"
    label = "billing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reverie.billing import receivers, tasks  # noqa: F401  they listen and register themselves
