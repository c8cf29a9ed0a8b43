"""Addresses of the office site."""

from django.urls import path

from folkmoot.sites.office.views import (
    accounts,
    audit,
    desk,
    meetings,
    outbox,
    packs,
    petitions,
    reports,
    requests,
    tables,
)

app_name = "office"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/items/new/", meetings.add_item, name="add-item"),
    path("meetings/<int:meeting_id>/order/", meetings.reorder, name="reorder"),
    path("meetings/<int:meeting_id>/packs/<str:kind>/build/", packs.build, name="build"),
    path("meetings/<int:meeting_id>/requests/", requests.of_meeting, name="meeting-requests"),
    path("meetings/<int:meeting_id>/requests/order/", requests.order, name="order-speakers"),
    path("meetings/<int:meeting_id>/requests/places/", requests.places, name="places"),
    path("meetings/<int:meeting_id>/requests/list/", requests.speakers, name="speakers"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:request_id>/", requests.request_, name="request"),
    path("requests/<int:request_id>/outcome/", requests.outcome, name="request-outcome"),
    path("requests/<int:request_id>/petition/<str:step>/", petitions.step, name="petition"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:message_id>/retry/", outbox.retry, name="retry-letter"),
    path("versions/<int:version_id>/publish/", packs.publish, name="publish"),
    path("versions/<int:version_id>/<str:edition>.pdf", packs.file, name="version-file"),
    path("reports/<int:report_id>/", reports.report, name="report"),
    path("reports/<int:report_id>/figures/<str:block>.svg", reports.figure, name="figure"),
    path("reports/<int:report_id>/attach/", reports.attach, name="attach"),
    path("reports/<int:report_id>/submit/", reports.submit, name="submit"),
    path("reports/<int:report_id>/clear/<str:aspect>/", reports.clear, name="clear"),
    path("blocks/<int:block_id>/", reports.block, name="block"),
    path("tables/", tables.tables, name="tables"),
    path("tables/<slug:key>/", tables.table, name="table"),
    path("tables/<slug:key>/rows/<int:row>/", tables.correct, name="correct"),
    path("audit/", audit.audit, name="audit"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/roles/<str:role>/take/", accounts.take, name="take-role"),
]
