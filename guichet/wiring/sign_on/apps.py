from django.apps import AppConfig


class SignOnConfig(AppConfig):
    name = "guichet.wiring.sign_on"
    label = "sign_on"
