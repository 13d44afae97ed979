"""The addresses of the administrator's pages."""

from django.urls import path

from guichet.screens.settings import history, inviting, look, mails, views
from guichet.screens.settings.knowledge import comparing, editing, lists, synonyms
from guichet.screens.settings.scripts import pages, versions
from guichet.screens.settings.set_up import beginning, filling

urlpatterns = [
    path("settings", views.home, name="settings"),
    path("settings/organisation", views.organisation_page, name="settings-organisation"),
    path("settings/widget", views.widget_page, name="settings-widget"),
    path("settings/look", look.look_page, name="settings-look"),
    path("o/<slug:slug>/logo-<slug:digest>.png", look.logo, name="logo"),
    path("o/<slug:slug>/look-<slug:digest>.css", look.style_sheet, name="look"),
    path("settings/starters", filling.starters_page, name="settings-starters"),
    path("settings/history", history.history_page, name="settings-history"),
    path("settings/history/<int:change_id>", history.change_page, name="settings-change"),
    path("settings/mails", mails.mails_page, name="settings-mails"),
    path("settings/mails/<uuid:mail_id>", mails.decide_on_mail, name="settings-mail"),
    path("settings/knowledge", lists.list_page, name="knowledge"),
    path("settings/knowledge/new", lists.new_page, name="knowledge-new"),
    path("settings/knowledge/gaps", lists.gaps_page, name="knowledge-gaps"),
    path("settings/knowledge/synonyms", synonyms.synonyms_page, name="knowledge-synonyms"),
    path("settings/knowledge/articles/<slug:key>", editing.article_page, name="knowledge-article"),
    path("settings/knowledge/articles/<slug:key>/compare", comparing.compare_page, name="knowledge-compare"),
    path("settings/knowledge/articles/<slug:key>/versions/<int:number>", editing.version_page, name="knowledge-version"),
    path("settings/knowledge/articles/<slug:key>/versions/<int:number>/steps", editing.take_step, name="knowledge-step"),
    path("settings/agents/entries/<slug:key>/invite", inviting.invite_agent, name="settings-invite"),
    path("settings/reasons/entries/<slug:key>/move", views.move_reason, name="settings-move"),
    path("settings/scripts", pages.list_page, name="settings-scripts"),
    path("settings/scripts/new", pages.new_page, name="settings-script-new"),
    path("settings/scripts/links", pages.links_page, name="settings-script-links"),
    path("settings/scripts/links/<slug:key>/remove", pages.remove_link, name="settings-script-link-remove"),
    path("settings/scripts/of/<slug:key>", pages.script_page, name="settings-script"),
    path("settings/scripts/of/<slug:key>/switch", pages.switch_script, name="settings-script-switch"),
    path("settings/scripts/of/<slug:key>/compare", versions.compare_page, name="settings-script-compare"),
    path("settings/scripts/of/<slug:key>/<int:number>", versions.version_page, name="settings-script-version"),
    path("settings/scripts/of/<slug:key>/<int:number>/steps", versions.change_steps, name="settings-script-steps"),
    path("settings/scripts/of/<slug:key>/<int:number>/decide", versions.decide, name="settings-script-decide"),
    path("settings/scripts/of/<slug:key>/<int:number>/steps/<slug:name>", versions.step_page, name="settings-script-step"),
    path("settings/<slug:section_name>", views.section_page, name="settings-section"),
    path("settings/<slug:section_name>/new", views.new_entry_page, name="settings-new"),
    path("settings/<slug:section_name>/entries/<slug:key>", views.entry_page, name="settings-entry"),
    path("settings/<slug:section_name>/entries/<slug:key>/remove", views.remove_page, name="settings-remove"),
    path("set-up", beginning.guide, name="set-up"),
    path("set-up/begin/<str:token>", beginning.begin, name="set-up-begin"),
    path("set-up/organisation", beginning.organisation_step, name="set-up-organisation"),
    path("set-up/administrator", beginning.administrator_step, name="set-up-administrator"),
    path("set-up/hours", filling.hours_step, name="set-up-hours"),
    path("set-up/reasons", filling.reasons_step, name="set-up-reasons"),
    path("set-up/agents", filling.agents_step, name="set-up-agents"),
    path("set-up/widget", filling.widget_step, name="set-up-widget"),
    path("set-up/test", filling.test_step, name="set-up-test"),
]
