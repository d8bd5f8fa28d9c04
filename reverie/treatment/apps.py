from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    name = "reverie.treatment"
    label = "treatment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reverie.core import doctor
        from reverie.safety.access import Treating, provide_treating
        from reverie.treatment import access, receivers  # noqa: F401  it listens from then on
        from reverie.treatment.queries.course import therapist_of
        from reverie.treatment.queries.texts import left_out

        doctor.provide("files of the practice", left_out)
        provide_treating(Treating(access.clients_treated_by, therapist_of))
