from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reverie.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the ground's own jobs known."""
        from reverie.core import tasks  # noqa: F401
