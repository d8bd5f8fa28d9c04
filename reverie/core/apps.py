from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reverie.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the ground's own jobs known, and watch what the database is set to."""
        from reverie.core import durability, tasks  # noqa: F401

        durability.watch()
