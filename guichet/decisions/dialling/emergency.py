"""The emergency numbers of France, metropolitan and overseas, and how they are typed.

Source: Arcep, decision 2002-1179 of 19 December 2002 as amended (list of emergency numbers under article D. 98-8 of the code des postes et
des communications électroniques), published at https://arcep.fr/demarches-et-services/utilisateurs/je-cherche-la-liste-des-numeros-durgence.html
"""

from typing import Final

EMERGENCY: Final = {
    "15": "SAMU",
    "17": "Police secours, gendarmerie",
    "18": "Sapeurs-pompiers",
    "112": "Numéro d’urgence européen",
    "114": "Urgence pour les personnes sourdes, malentendantes, aphasiques",
    "115": "Urgence sociale",
    "119": "Enfance en danger",
    "191": "Sauvetage aéronautique",
    "196": "Sauvetage en mer",
    "197": "Alerte attentat, alerte enlèvement",
    "116000": "Enfants disparus",
    "116117": "Permanence des soins",
}
"""By number, as it is dialled from any telephone in France."""
OUTSIDE_LINE: Final = "0"
"""What people press first on telephones of an exchange, by habit; no other number of France is "0" and one of these."""
BETWEEN: Final = " .-\u00a0\u202f"


def read_emergency(typed: str) -> str | None:
    """The emergency number that was typed or dialled, as the operator takes it; None: it is none."""
    digits = typed.strip().translate(str.maketrans("", "", BETWEEN))
    bare = digits if digits in EMERGENCY else digits.removeprefix(OUTSIDE_LINE)
    return bare if bare in EMERGENCY else None
