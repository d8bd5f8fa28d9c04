from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "reverie.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs known to the worker."""
        from reverie.scheduling import tasks  # noqa: F401
