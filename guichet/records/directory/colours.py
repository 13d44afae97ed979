"""An organisation's colour, and whether it can be read. Pure.

Contrast is that of WCAG 2.2 (relative luminance, 1.4.3): at least 4.5 to 1 for text. The accent colour is the colour of links and of
buttons, so it is measured on the grounds of its look that come nearest to it.
"""

import colorsys
from dataclasses import dataclass

LEAST_CONTRAST = 4.5
GROUNDS = {"light": ("#ffffff", "#f7f5f1"), "dark": ("#1c2227", "#14181c")}
"""What text in the accent colour stands on, as `web/shared/theme/tokens.css` has it: surface and paper."""
INKS = {"light": "#ffffff", "dark": "#0c2528"}
"""What is written on the accent colour."""
HOUSE = {"light": "#0d5c63", "dark": "#86d0d3"}
"""The accent of an organisation that chose none."""
FARTHEST = {"light": "#000000", "dark": "#ffffff"}
"""Towards this a colour of each look gets easier to read."""
WASHES = (0.12, 0.08, 0.05, 0.03)


@dataclass(frozen=True, slots=True)
class Palette:
    """The accent of one look, and what is drawn from it."""

    accent: str
    strong: str
    ink: str
    wash: str


def get_contrast(colour: str, other: str) -> float:
    lighter, darker = sorted((_get_luminance(colour), _get_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def measure(accent: str, look: str) -> float:
    """The least contrast that the accent has anywhere in this look ("light" or "dark")."""
    return min(get_contrast(accent, other) for other in (*GROUNDS[look], INKS[look]))


def find_readable(accent: str, look: str) -> str:
    """The nearest colour of the same hue that can be read in this look: itself, when it can."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _get_parts(accent)))
    step = -1 if look == "light" else 1
    for distance in range(256):
        moved = min(1.0, max(0.0, lightness + step * distance / 255))
        colour = _name(*(round(255 * part) for part in colorsys.hls_to_rgb(hue, moved, saturation)))
        if measure(colour, look) >= LEAST_CONTRAST:
            return colour
    return HOUSE[look]


def make_palette(accent: str, look: str) -> Palette:
    """What is drawn with an accent that can be read."""
    wash = next(
        (mixed for share in WASHES if get_contrast(accent, mixed := _mix(GROUNDS[look][0], accent, share)) >= LEAST_CONTRAST),
        GROUNDS[look][0],
    )
    return Palette(accent=accent, strong=_mix(accent, FARTHEST[look], 0.25), ink=INKS[look], wash=wash)


def choose_accents(light: str, dark: str) -> tuple[str, str]:
    """The accents of both looks: for the dark one, by default, what the light one becomes when it can be read there."""
    chosen = light or HOUSE["light"]
    return chosen, dark or (find_readable(light, "dark") if light else HOUSE["dark"])


def _get_luminance(colour: str) -> float:
    red, green, blue = (_make_linear(part / 255) for part in _get_parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _make_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _mix(colour: str, other: str, share: float) -> str:
    return _name(*(round(a + (b - a) * share) for a, b in zip(_get_parts(colour), _get_parts(other), strict=True)))


def _get_parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _name(red: int, green: int, blue: int) -> str:
    return f"#{red:02x}{green:02x}{blue:02x}"
