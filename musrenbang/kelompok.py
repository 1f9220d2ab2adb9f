"""When a document is needed, which is also how the site lists documents."""

from typing import Literal

Kelompok = Literal["sebelum", "hasil", "sesudah"]
"""Before the meeting; its result as the juknis has it (Forms 1-4); what is made public after."""
