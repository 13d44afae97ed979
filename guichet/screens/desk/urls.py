"""The addresses of the agent's page."""

from django.urls import path

from guichet.screens.desk import views

urlpatterns = [
    path("desk", views.desk, name="desk"),
    path("desk/waiting", views.waiting, name="desk-waiting"),
]
