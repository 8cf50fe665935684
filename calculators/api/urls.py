"""The addresses, one an operation."""

from django.urls import path

from . import page, views
from .operations import OPERATIONS

app_name = "api"
urlpatterns = [
    path("", page.show, name="page"),
    path("v1/openapi.json", views.openapi, name="openapi"),
    *(
        path(f"v1{each.path.replace('{', '<str:').replace('}', '>')}", views.serve, {"operation": each}, name=each.name)
        for each in OPERATIONS
    ),
    path("v1/<path:path>", views.nowhere),
]
