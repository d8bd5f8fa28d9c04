from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "reverie.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the ladder's job known, and give every page its first line."""
        from reverie.core import layouts
        from reverie.safety import presenters, tasks  # noqa: F401

        layouts.provide("crisis", presenters.crisis_line)
        layouts.provide("on_call", presenters.on_call)
        layouts.provide("practice_name", presenters.practice_name)
