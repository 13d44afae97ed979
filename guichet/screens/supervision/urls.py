"""The addresses of the supervisor's pages and of wall displays."""

from django.urls import path

from guichet.screens.supervision import views, walls

urlpatterns = [
    path("board", views.board, name="board"),
    path("board/walls", walls.walls, name="walls"),
    path("board/walls/<uuid:link>/revoke", walls.revoke, name="wall-revoke"),
    path("board/wall/<str:word>", walls.wall, name="wall"),
]
