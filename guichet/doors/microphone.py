"""The pages on which people speak; every other page is closed to the microphone."""

from django.http import HttpResponse

WITH_MICROPHONE = "camera=(), microphone=(self), geolocation=(), payment=(), usb=(), browsing-topics=()"


def open_microphone(response: HttpResponse) -> HttpResponse:
    response.headers["Permissions-Policy"] = WITH_MICROPHONE
    return response
