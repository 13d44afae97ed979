from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "guichet.records.contacts"
    label = "contacts"
