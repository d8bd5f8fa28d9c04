from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "reverie.scheduling"
    label = "scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the jobs known to the worker, and listen to accounts."""
        from reverie.scheduling import receivers, tasks  # noqa: F401
