"""Four ways to take a name apart, from the strictest to the loosest; all begin with its skeleton.

              case   spaces        punctuation   made for
column_key    same   runs are one  kept          titles and cells of a sheet: "No." is not "No"
name_key      same   runs are one  parts words   names of things: "Sudin-SDA" is "Sudin SDA"
squeezed      same   left out      left out      suspecting a typo: "Rawa Sari" is "Rawasari"
slug_of       lower  hyphens       hyphens       folders and codes, ASCII only, of bounded length

Where two names share a key they are taken as one; `squeezed` alone is too loose for that.
"""

import re
from collections.abc import Callable

from musrenbang.text.lookalikes import skeleton

LONGEST_SLUG = 60


def column_key(name: str) -> str:
    """What two titles of one column, or two spellings of one cell, have in common."""
    return skeleton(name)


def name_key(text: str) -> str:
    """What spellings of one name have in common: its words, whatever stands between them."""
    return " ".join(re.findall(r"\w+", skeleton(text)))


def squeezed(text: str) -> str:
    """A name without what people leave out or put in: only letters and digits."""
    return re.sub(r"[\W_]", "", skeleton(text))


def slug_of(text: str) -> str:
    """A short name for paths, cut between words."""
    words = re.findall(r"[a-z0-9]+", skeleton(text).replace("'", ""))
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:LONGEST_SLUG]
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug


def untaken(
    name: str, is_taken: Callable[[str], bool], join: str = "-", longest: int | None = None
) -> str:
    """The name if it is free, else with the first number from 2 on that makes it so."""
    found, number = name, 1
    while is_taken(found):
        number += 1
        ending = f"{join}{number}"
        room = None if longest is None else longest - len(ending)
        found = name[:room].rstrip(join) + ending
    return found
