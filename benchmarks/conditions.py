"""How long the editor of conditions takes to count who fits, over the whole registry.

    python benchmarks/conditions.py                        2,000 enterprises
    python benchmarks/conditions.py --enterprises 100000

Fills a database of its own under .dev/bench-conditions with enterprises and ten recorded facts of each, then counts as the page
does: the first time (the table is read), as one types (the table is kept), and the memory that the table takes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLD = "members >= 5 AND is_community_enterprise"
NEW = "members >= {n} AND is_community_enterprise AND (good_governance OR keeps_accounts) AND operating_years >= 1"
ANSWERED = 10


def prepare(data: Path) -> None:
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {"PHANUEK_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "phanuek.config.settings"}
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    for words in (["migrate", "--noinput", "-v", "0"], ["set_up"]):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


def fill(many: int) -> None:
    from phanuek.areas.models import Area
    from phanuek.eligibility.models import FactRecord, VocabularyFact
    from phanuek.organisations.models import Organisation
    from phanuek.registry.models import Enterprise, EnterpriseKind
    from phanuek.ui import clock

    lots = random.Random(many)
    have = Enterprise.objects.count()
    places = list(Area.objects.filter(level="subdistrict").values_list("pk", flat=True))
    asked = list(VocabularyFact.objects.filter(type="boolean").values_list("name", flat=True))
    asked = [name for name in asked if not name.startswith("is_")][: ANSWERED * 2]
    wanted = ["good_governance", "keeps_accounts"]
    for start in range(have, many, 2000):
        numbers = range(start, min(start + 2000, many))
        bodies = Organisation.objects.bulk_create(
            Organisation(code=f"bench-{n}", kind="enterprise", name_th=f"กลุ่ม {n}") for n in numbers
        )
        groups = Enterprise.objects.bulk_create(
            Enterprise(
                code=f"e-bench-{n}", organisation=body, kind=lots.choice(EnterpriseKind.values), name_th=f"กลุ่ม {n}", sort_key=f"{n:08}",
                subdistrict_id=lots.choice(places), members=lots.choice([None, *range(1, 60)]),
                started_on=date(lots.randint(2005, 2026), lots.randint(1, 9), 1), registered_on=clock.today(),
            )
            for n, body in zip(numbers, bodies, strict=True)
        )  # fmt: skip
        FactRecord.objects.bulk_create(
            FactRecord(
                enterprise=group, name=name, value=lots.random() < 0.6, known_on=clock.today(), source_th="ถาม", source_en="Asked",
                recorded_at=clock.now(),
            )
            for group in groups
            for name in {*wanted, *lots.sample(asked, ANSWERED - len(wanted))}
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--enterprises", type=int, default=2000)
    parser.add_argument("--data", type=Path, default=ROOT / ".dev" / "bench-conditions")
    options = parser.parse_args()
    prepare(options.data / str(options.enterprises))
    fill(options.enterprises)

    from phanuek.offers.queries import conditions, screening
    from phanuek.ui import clock

    on = clock.today()
    old = conditions.compile_text(OLD, on)

    def count(number: int) -> float:
        began = time.perf_counter()
        rule = conditions.compile_text(NEW.format(n=number), on)
        screening.as_seen(screening.count(rule, old, on), all_of_it=False, rule=rule)
        return (time.perf_counter() - began) * 1000

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = count(7)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    typed = sorted(count(number) for number in range(8, 48))
    print(f"{options.enterprises:,} enterprises: first {first:,.0f} ms, +{grown:,.0f} MB")
    print(
        f"as one types: median {statistics.median(typed):.1f} ms, 95 % under {typed[int(len(typed) * 0.95)]:.1f} ms"
    )


if __name__ == "__main__":
    main()
