"""Who is invited, in the order of juknis C.1.a.1."""

from typing import get_args

from schemas import Musrenbang
from schemas.musrenbang import Golongan, Undangan


def invited(settings: Musrenbang) -> list[Undangan]:
    """The invited institutions by group i-xi; within a group as the settings name them."""
    order = get_args(Golongan)
    return sorted(settings.undangan, key=lambda who: order.index(who.golongan))
