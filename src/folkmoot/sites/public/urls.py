"""Addresses of the public site."""

from django.urls import path

from folkmoot.sites.public.views import (
    asking,
    committees,
    feeds,
    following,
    meetings,
    minutes,
    outcomes,
    papers,
    search,
    statements,
    tables,
)

app_name = "public"
urlpatterns = [
    path("", committees.home, name="home"),
    path("committees/", committees.committees, name="committees"),
    path("committees/<slug:slug>/", committees.committee, name="committee"),
    path("committees/<slug:slug>/calendar.ics", feeds.committee_calendar, name="committee-calendar"),
    path("committees/<slug:slug>/changes.atom", feeds.committee_changes, name="committee-changes"),
    path("people/<slug:slug>/", committees.person, name="person"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/take-part/", asking.take_part, name="take-part"),
    path("meetings/<int:meeting_id>/take-part/<str:kind>/", asking.ask, name="ask"),
    path("requests/<str:link>/", asking.own_request, name="request"),
    path("requests/<str:link>/change/", asking.change, name="change-request"),
    path("requests/<str:link>/withdraw/", asking.withdraw, name="withdraw-request"),
    path("follow/", following.follow, name="follow"),
    path("follow/sent/", following.sent, name="follow-sent"),
    path("following/<str:link>/", following.subscription, name="subscription"),
    path("following/<str:link>/stop/", following.stop, name="stop"),
    path("meetings/<int:meeting_id>/minutes/", minutes.minutes, name="minutes"),
    path("meetings/<int:meeting_id>/papers/<slug:part_id>/", papers.paper, name="paper"),
    path("meetings/<int:meeting_id>/pack.pdf", papers.newest_pack, name="pack"),
    path(
        "meetings/<int:meeting_id>/pack/<int:number>/<slug:edition>-<str:sha256>.pdf",
        papers.pack_file,
        name="pack-file",
    ),
    path(
        "meetings/<int:meeting_id>/pack/<int:number>/papers/<slug:part_id>/<slug:block_id>.svg",
        papers.figure,
        name="figure",
    ),
    path(
        "meetings/<int:meeting_id>/pack/<int:number>/papers/<slug:part_id>/<str:sha256>.pdf",
        papers.attachment,
        name="attachment",
    ),
    path("outcomes/", outcomes.outcomes, name="outcomes"),
    path("outcomes/recommendations/<int:recommendation_id>/", outcomes.recommendation, name="recommendation"),
    path("committees/<slug:slug>/programme/", outcomes.programme, name="programme"),
    path("search/", search.search, name="search"),
    path("data/", tables.tables, name="data"),
    path("data/<slug:key>/", tables.table, name="table"),
    path("data/<slug:key>/<str:sha256>.csv", tables.table_csv, name="table-csv"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("calendar.ics", feeds.meetings_calendar, name="calendar"),
    path("changes.atom", feeds.changes, name="changes"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
]
