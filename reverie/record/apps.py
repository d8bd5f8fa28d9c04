from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "reverie.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reverie.core import doctor
        from reverie.measures.access import provide_supervising
        from reverie.record import tasks  # noqa: F401  it registers itself
        from reverie.record.access import supervised_by
        from reverie.record.queries.templates import left_out

        doctor.provide("forms of the note", left_out)
        provide_supervising(supervised_by)
