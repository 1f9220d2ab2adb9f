"""docs/records.md shows records as the program reads them."""

import re

import pytest

from musrenbang.records.strict_yaml import parse
from musrenbang.records.validation import validate
from schemas import (
    BeritaAcara,
    DaftarSkpd,
    DaftarTemplate,
    Juknis,
    Kelurahan,
    Keputusan,
    Kirim,
    Musrenbang,
    TindakLanjut,
    Usulan,
)
from tests.conftest import ROOT

TEXT = (ROOT / "docs/records.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
MODELS = (
    *(Musrenbang, DaftarSkpd, DaftarTemplate, Juknis, Kelurahan, Usulan),
    *(Keputusan, Keputusan, Kirim, BeritaAcara, TindakLanjut),
)


@pytest.mark.parametrize(("model", "text"), [*zip(MODELS, EXAMPLES, strict=True)])
def test_every_example_of_the_docs_is_a_record(model: type, text: str) -> None:
    document = parse(text.encode(), many=model is TindakLanjut)
    assert list(document.faults) == []
    _, problems = validate(model, document.value, "docs/records.md")
    assert list(problems) == []
