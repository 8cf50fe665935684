"""Every address of the site, by way of each app's own list."""

from django.urls import include, path, re_path

from cases import views
from cases.addresses import case_pages
from cases.counseling.views import nothing

from . import health

urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.measured, name="metrics"),
    path("", include("calculators.shelf.urls")),
    path("states/", include("calculators.states.urls")),
    path("help/", include("calculators.helping.urls")),
    path("api/", include("calculators.api.urls")),
    path("desk/account/", include("cases.counseling.account_urls")),
    path("desk/", include("cases.counseling.urls")),
    re_path(r"^desk/.*/$", nothing),
    path("", include("cases.counseling.sharing_urls")),
    case_pages("cases.questionnaire.urls"),
    case_pages("cases.results.urls"),
    case_pages("cases.what_if.urls"),
    case_pages("cases.settling.urls"),
    case_pages("cases.checklist.urls"),
    case_pages("cases.reports.urls"),
    case_pages("cases.reports.letters.urls"),
    path("", include("cases.glossary.guides.urls")),
    path("", include("cases.glossary.urls")),
]
