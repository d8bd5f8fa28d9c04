from django.apps import AppConfig


class TreatmentConfig(AppConfig):
    name = "reverie.treatment"
    label = "treatment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reverie.treatment import receivers  # noqa: F401  it listens from then on
