"""What a sheet does not say: the question that is put, and what somebody answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from musrenbang.importing.mapping import FURTHER
from musrenbang.text.name_keys import name_key


class NeedAnswerError(Exception):
    """What the sheet cannot say: the option that would, a question, and what may be chosen."""

    def __init__(self, option: str, question: str, choices: Sequence[str] = ()) -> None:
        super().__init__(question)
        self.option = option
        self.question = question
        self.choices = choices


@dataclass
class Answers:
    """What somebody says that the sheet does not."""

    tahun: int | None = None
    kecamatan: str = ""
    kelurahan: str = ""
    names: dict[str, str] = field(default_factory=dict)
    """Kelurahan by what rows call them."""
    columns: dict[str, str] = field(default_factory=dict)
    """Roles by title; `UNREAD` for a column that is not to be read."""

    def said(self) -> dict[str, str]:
        """Roles by the keys of titles; the fields that a record was given later know their own."""
        named = {name_key(one.title): one.keys[0] for one in FURTHER}
        return named | {name_key(title): role for title, role in self.columns.items()}
