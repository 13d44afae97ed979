"""The addresses of the citizen's pages."""

from django.urls import path

from guichet.screens.public import answers, callbacks, dialogues, following, links, messages, sending, verdicts, views, widget

urlpatterns = [
    path("", views.entrance, name="entrance"),
    path("o/<slug:slug>/", views.organisation_page, name="organisation"),
    path("o/<slug:slug>/search", answers.search_page, name="search"),
    path("o/<slug:slug>/answers/<slug:article>", answers.answer_page, name="answer"),
    path("o/<slug:slug>/answers/<slug:article>/verdict", verdicts.judge_page, name="judge-answer"),
    path("o/<slug:slug>/requests/<int:reason_id>", views.request_page, name="request"),
    path("o/<slug:slug>/requests/<int:reason_id>/callback", callbacks.callback_page, name="ask-callback"),
    path("o/<slug:slug>/requests/<int:reason_id>/message", messages.message_page, name="leave-message"),
    path("o/<slug:slug>/requests/<int:reason_id>/online", dialogues.begin_page, name="begin-dialogue"),
    path("online/<str:token>", dialogues.dialogue_page, name="dialogue"),
    path("online/<str:token>/again", dialogues.again, name="dialogue-again"),
    path("callback", callbacks.own_callback, name="callback"),
    path("conversation", views.conversation, name="conversation"),
    path("conversation/callback", callbacks.turn_page, name="turn-into-callback"),
    path("conversation/message", messages.turn_page, name="turn-into-message"),
    path("conversation/end", following.end, name="end-conversation"),
    path("conversation/ended", following.ended, name="conversation-ended"),
    path("conversation/verdict", verdicts.judge_message, name="judge-message"),
    path("conversation/files", sending.send_file, name="send-file"),
    path("follow/<str:token>", following.follow, name="follow"),
    path("follow/<str:token>/on", following.move_on, name="follow-on"),
    path("widget/<slug:slug>.js", widget.script, name="widget-script"),
    path("widget/<slug:slug>", widget.frame, name="widget"),
    path("conversation/link", links.keep_link, name="keep-link"),
    path("conversation/link/<str:token>", links.resume, name="resume"),
]
