"""The addresses of the agent's page, and of the models of answers."""

from django.urls import path

from guichet.screens.desk import editing, views

urlpatterns = [
    path("desk", views.desk, name="desk"),
    path("desk/waiting", views.waiting, name="desk-waiting"),
    path("desk/snippets", editing.list_own, name="desk-snippets"),
    path("desk/snippets/list", views.snippets, name="desk-snippets-list"),
    path("desk/snippets/new", editing.edit, name="desk-snippet-new"),
    path("desk/snippets/<int:snippet>", editing.edit, name="desk-snippet"),
    path("desk/snippets/<int:snippet>/remove", editing.remove, name="desk-snippet-remove"),
]
