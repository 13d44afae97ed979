"""The addresses of signing on and off, and of one's own account."""

from django.urls import path

from guichet.wiring.sign_on import account_views, link_views, lock_views, views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-in/second-proof", views.second_proof, name="second-proof"),
    path("sign-in/passkey", views.passkey, name="sign-in-passkey"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("home", views.home, name="home"),
    path("invitation/<str:token>", link_views.invitation, name="invitation"),
    path("forgotten-password", link_views.forgotten, name="forgotten-password"),
    path("new-password/<str:token>", link_views.new_password, name="new-password"),
    path("lock", lock_views.lock, name="lock"),
    path("locked", lock_views.locked, name="locked"),
    path("prove", lock_views.prove, name="prove"),
    path("prove/passkey", lock_views.passkey, name="unlock-passkey"),
    path("active", lock_views.active, name="active"),
    path("account", account_views.account, name="account"),
    path("account/application", account_views.application, name="application"),
    path("account/application/remove", account_views.remove_application, name="remove-application"),
    path("account/recovery-codes", account_views.renew_recovery_codes, name="recovery-codes"),
    path("account/passkeys", account_views.add_passkey, name="passkeys"),
    path("account/passkeys/<int:identifier>/remove", account_views.remove_passkey, name="remove-passkey"),
    path("account/sessions", account_views.list_own_sessions, name="sessions"),
    path("account/sessions/end", account_views.end_session, name="end-session"),
    path("account/security", account_views.security, name="security"),
    path("password", account_views.change_password, name="change-password"),
]
