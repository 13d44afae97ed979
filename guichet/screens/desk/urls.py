"""The addresses of the agent's page, and of the models of answers."""

from django.urls import path

from guichet.screens.desk import editing, post, views

urlpatterns = [
    path("desk", views.desk, name="desk"),
    path("desk/company", views.company, name="desk-company"),
    path("desk/waiting", views.waiting, name="desk-waiting"),
    path("desk/snippets", editing.list_own, name="desk-snippets"),
    path("desk/snippets/list", views.snippets, name="desk-snippets-list"),
    path("desk/snippets/new", editing.edit, name="desk-snippet-new"),
    path("desk/snippets/<int:snippet>", editing.edit, name="desk-snippet"),
    path("desk/snippets/<int:snippet>/remove", editing.remove, name="desk-snippet-remove"),
    path("desk/post", post.post_page, name="desk-post"),
    path("desk/post/scans", post.bring_scans, name="desk-post-scans"),
    path("desk/post/letters/<uuid:posting_id>", post.show_posting, name="desk-post-letter"),
    path("desk/post/letters/<uuid:posting_id>/address", post.address_posting, name="desk-post-address"),
    path("desk/post/move/<slug:state>", post.move_postings, name="desk-post-move"),
]
