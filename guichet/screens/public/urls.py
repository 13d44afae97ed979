"""The addresses of the citizen's pages."""

from django.urls import path

from guichet.screens.public import views

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("o/<slug:slug>/", views.organisation_page, name="organisation"),
    path("o/<slug:slug>/requests/<int:reason_id>", views.request_page, name="request"),
    path("conversation", views.conversation, name="conversation"),
]
