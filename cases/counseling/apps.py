from django.apps import AppConfig


class CounselingConfig(AppConfig):
    name = "cases.counseling"
    label = "counseling"

    def ready(self) -> None:
        from . import signals  # noqa: F401
