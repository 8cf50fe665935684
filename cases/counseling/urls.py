"""The desk's addresses. Every one of them stands, with who may open it, in the table of tests/test_desk_access.py."""

from django.urls import path

from . import (
    board_page,
    caseload_page,
    file_page,
    intake_page,
    law_changes,
    own_page,
    passing_pages,
    settings_page,
    staff,
    views,
    work,
)
from .bulk import export_pages, import_pages, packet_pages
from .reporting import record_page, report_page

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("stay/", views.stay, name="stay"),
    path("clients/hand-over/", caseload_page.give, name="give"),
    path("deadlines/", board_page.show, name="board"),
    path("deadlines/done/", board_page.done, name="board-done"),
    path("you/", own_page.show, name="me"),
    path("you/calendar/", own_page.link, name="calendar-link"),
    path("calendar/<str:feed>.ics", own_page.calendar, name="calendar"),
    path("views/keep/", caseload_page.keep_view, name="keep-view"),
    path("views/<uuid:view>/delete/", caseload_page.drop_view, name="drop-view"),
    path("join/<str:token>/", staff.join, name="join"),
    path("clients/new/", file_page.new, name="new"),
    path("clients/take/", passing_pages.take, name="take"),
    path("clients/<uuid:client>/link/", passing_pages.make_link, name="make_link"),
    path("clients/<uuid:client>/link/<uuid:link>/revoke/", passing_pages.revoke_link, name="revoke_link"),
    path("clients/<uuid:client>/", file_page.show, name="client"),
    path("clients/<uuid:client>/contact/", file_page.contact, name="contact"),
    path("clients/<uuid:client>/intake/", intake_page.intake, name="intake"),
    path("clients/<uuid:client>/record/", record_page.page, name="record"),
    path("clients/<uuid:client>/law/", law_changes.page, name="law"),
    path("clients/<uuid:client>/case/<path:page>", work.work, name="work"),
    path("funders/", report_page.funders, name="funders"),
    path("files/", report_page.file_gaps, name="file_gaps"),
    path("staff/", staff.people, name="staff"),
    path("staff/invite/", staff.invite, name="invite"),
    path("staff/invite/<uuid:invitation>/withdraw/", staff.withdraw, name="withdraw"),
    path("staff/<uuid:person>/", staff.person, name="person"),
    path("import/", import_pages.imports, name="import"),
    path("import/template.csv", import_pages.template, name="import_template"),
    path("import/<uuid:imported>/", import_pages.one, name="import_one"),
    path("import/<uuid:imported>/faults.csv", import_pages.faults, name="import_faults"),
    path("import/<uuid:imported>/undo/", import_pages.undo, name="import_undo"),
    path("export/", export_pages.exports, name="export"),
    path("export/agency/", export_pages.agency, name="export_agency"),
    path("export/<uuid:exported>/", export_pages.one, name="export_one"),
    path("packets/", packet_pages.packets, name="packets"),
    path("packets/<uuid:packets>/", packet_pages.packet, name="packet"),
    path("packets/<uuid:packets>/packets.zip", packet_pages.fetch, name="packets_zip"),
    path("agency/", settings_page.agency, name="agency"),
    path("agency/logo.png", settings_page.logo, name="logo"),
]
