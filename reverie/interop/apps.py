from django.apps import AppConfig


class InteropConfig(AppConfig):
    name = "reverie.interop"
    label = "interop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs known to the worker."""
        from reverie.interop import tasks  # noqa: F401
