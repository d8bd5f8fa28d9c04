from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "reverie.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the nightly walk of the audit chain."""
        from reverie.home import tasks  # noqa: F401
