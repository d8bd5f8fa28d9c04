from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "reverie.safety"
    label = "safety"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the ladder's job known, give every page its first line and the doctor one."""
        from reverie.core import doctor, layouts
        from reverie.safety import presenters, queries, tasks  # noqa: F401

        doctor.provide("crisis wording", queries.what_awaits_approval)
        doctor.provide("watch", queries.what_is_not_declared)

        layouts.provide("crisis", presenters.crisis_line)
        layouts.provide("on_call", presenters.on_call)
        layouts.provide("practice_name", presenters.practice_name)
        layouts.provide("watch", presenters.watch)
        layouts.provide("alarms", presenters.alarms)
