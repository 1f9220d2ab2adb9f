"""How the office of the kecamatan is reached: its contacts, with links that a phone obeys."""

import re
from typing import NamedTuple

from musrenbang.site.addresses import is_example
from musrenbang.year.personal_data import PATTERNS
from schemas.musrenbang import Situs

_EMAIL = re.compile(PATTERNS["surel"])
_FEWEST_DIGITS = 7


class Contacts(NamedTuple):
    """The ways to an office, each with its address; `None` where there is none."""

    kantor: str
    telepon: str
    panggil: str | None
    """The telephone as an address."""
    whatsapp: str
    obrolan: str | None
    """The chat as an address, to which ``?text=`` may be added."""
    surel: str | None
    jam: str


def contacts(situs: Situs) -> Contacts:
    """The office's contacts; numbers too short to be one, and addresses made up, get no link."""
    phone, chat = _number(situs.telepon), _number(situs.whatsapp)
    email = _EMAIL.search(situs.kontak)
    return Contacts(
        situs.kontak,
        situs.telepon,
        f"tel:+{phone}" if phone else None,
        situs.whatsapp,
        f"https://wa.me/{chat}" if chat else None,
        email[0] if email and not is_example(f"https://{email[0]}") else None,
        situs.jam,
    )


def _number(text: str) -> str | None:
    """A telephone number with the country's code in front: (021) 555 0101 → 62215550101."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < _FEWEST_DIGITS:
        return None
    return f"62{digits[1:]}" if digits.startswith("0") else digits
