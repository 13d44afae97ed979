"""The ASGI application of a web process, for uvicorn: Django is made ready first, then everything is mounted."""

import os
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.wiring.settings")
django.setup()

application = import_module("guichet.wiring.mounts").build()
