from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "reverie.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's jobs known."""
        from reverie.measures import tasks  # noqa: F401
