from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "reverie.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reverie.accounts import receivers, tasks  # noqa: F401  they register themselves
