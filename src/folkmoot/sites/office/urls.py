"""Addresses of the office site."""

from django.urls import path

from folkmoot.sites.office import views

app_name = "office"
urlpatterns = [
    path("", views.desk, name="desk"),
]
