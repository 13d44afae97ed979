"""The addresses of the supervisor's pages and of wall displays."""

from django.urls import path

from guichet.screens.supervision import campaigns, lines, moderation, views, walls

urlpatterns = [
    path("board", views.board, name="board"),
    path("board/moderation", moderation.moderation, name="moderation"),
    path("board/moderation/<uuid:contact>/aside", moderation.put_aside, name="moderation-aside"),
    path("board/moderation/<uuid:contact>/back", moderation.take_back, name="moderation-back"),
    path("board/listening", campaigns.campaigns, name="campaigns"),
    path("board/listening/<uuid:campaign>/end", campaigns.end, name="campaign-end"),
    path("board/lines", lines.lines, name="steer-lines"),
    path("board/lines/<int:line_id>", lines.steer, name="steer-line"),
    path("board/walls", walls.walls, name="walls"),
    path("board/walls/<uuid:link>/revoke", walls.revoke, name="wall-revoke"),
    path("board/wall/<str:word>", walls.wall, name="wall"),
]
