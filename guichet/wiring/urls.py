"""Which page answers at which address. The hot doors are not here but in `asgi`."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("language", set_language, name="set_language"),
    path("", include("guichet.wiring.sign_on.urls")),
    path("", include("guichet.wiring.tour")),
    path("", include("guichet.screens.public.urls")),
    path("", include("guichet.screens.settings.urls")),
    path("", include("guichet.screens.desk.urls")),
    path("", include("guichet.screens.supervision.urls")),
    path("", include("guichet.screens.api.urls")),
]

handler403 = "guichet.wiring.pages.forbidden"
handler404 = "guichet.wiring.pages.not_found"
handler500 = "guichet.wiring.pages.broken"
