from django.apps import AppConfig
from django.core.checks import register

from .glossary.checks import glossary


class CasesConfig(AppConfig):
    name = "cases"

    def ready(self) -> None:
        register(glossary)
