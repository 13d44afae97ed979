"""Where the API answers."""

from django.urls import path

from guichet.screens.api.views import api

urlpatterns = [path("api/", api.urls)]
