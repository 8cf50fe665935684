from importlib import import_module

from django.apps import AppConfig


class CounselingConfig(AppConfig):
    name = "cases.counseling"
    label = "counseling"

    def ready(self) -> None:
        import_module("cases.counseling.signals")  # what follows on events of other apps
