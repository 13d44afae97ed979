"""The addresses of the citizen's pages."""

from django.urls import path

from guichet.screens.public import links, views

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("o/<slug:slug>/", views.organisation_page, name="organisation"),
    path("o/<slug:slug>/requests/<int:reason_id>", views.request_page, name="request"),
    path("conversation", views.conversation, name="conversation"),
    path("conversation/link", links.keep_link, name="keep-link"),
    path("conversation/link/<str:token>", links.resume, name="resume"),
]
