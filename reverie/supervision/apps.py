from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "reverie.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to accounts: who leaves the practice reads nothing more."""
        from reverie.supervision import receivers  # noqa: F401
