"""The addresses of signing on and off."""

from django.urls import path

from guichet.wiring.sign_on import views

urlpatterns = [
    path("sign-in", views.sign_in, name="sign-in"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("password", views.change_password, name="change-password"),
    path("home", views.home, name="home"),
]
