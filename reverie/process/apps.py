from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "reverie.process"
    label = "process"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what ends an agreement, or the words themselves."""
        from reverie.process import receivers  # noqa: F401
