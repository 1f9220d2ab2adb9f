"""What import learned of the layouts of a year: `proposals/<tahun>/pemetaan/<nama>.yaml`."""

from collections.abc import Collection

from musrenbang.files.paths import pemetaan_path
from musrenbang.importing.mapping import Pemetaan, parsed_mapping
from musrenbang.importing.recognition import Recognition
from musrenbang.records import canonical
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.name_keys import slug_of, untaken

_LONGEST = 40


def mappings_of(snapshot: Snapshot) -> dict[int, dict[str, Pemetaan]]:
    """The mappings of every year, by name; `CommandError` where one cannot be read."""
    return {
        tahun: {
            name: parsed_mapping(text.encode(), pemetaan_path(tahun, name))
            for name, text in sorted(year.pemetaan.items())
        }
        for tahun, year in snapshot.years.items()
    }


def learned_files(found: Recognition, known: Collection[str]) -> dict[str, bytes]:
    """The files that remember layouts: new ones under a name that is free."""
    tahun, taken = found.tahun, set(known)
    files = {
        pemetaan_path(tahun, name): canonical.dump(mapping).encode()
        for name, mapping in found.relearned.items()
    }
    for label, mapping in found.learned:
        name = untaken(slug_of(label)[:_LONGEST].strip("-") or "lembar", taken.__contains__)
        taken.add(name)
        files[pemetaan_path(tahun, name)] = canonical.dump(mapping).encode()
    return files
