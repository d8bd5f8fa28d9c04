from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "reverie.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reverie.directory import receivers, tasks  # noqa: F401  they listen from then on
