"""The address of the supervisor's page."""

from django.urls import path

from guichet.screens.supervision import views

urlpatterns = [path("board", views.board, name="board")]
