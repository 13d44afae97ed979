"""What every page may ask of the house."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - Django's signature
    """`is_demonstration` shows the banner that nothing on this page is real."""
    return {"is_demonstration": settings.DEMONSTRATION}
