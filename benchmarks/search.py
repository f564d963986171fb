"""How long a search takes in process: `python -m benchmarks.search [--concepts N | --db TERMS.DB] [--repeat N]`.

Without a term base the concepts are generated, of the shape of names of units: always the same for the same number.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import quantiles

from glossary.index import Index, Query
from glossary.models import Citation, Concept, Term
from glossary.store import Store

FIELDS = [
    ("采购", "Procurement"), ("后勤", "Logistics"), ("人力资源", "Human Resources"), ("水文", "Hydrology"),
    ("航空", "Aviation"), ("医务", "Medical"), ("运输", "Transport"), ("档案", "Archives"), ("培训", "Training"),
    ("地雷行动", "Mine Action"), ("预算", "Budget"), ("会计", "Accounts"), ("信息和通信", "Information"),
    ("法律", "Legal"), ("采矿", "Mining"), ("灯塔", "Lighthouse"), ("渔业", "Fisheries"), ("海关", "Customs"),
]  # fmt: skip
TASKS = [
    ("规划", "Planning"), ("支助", "Support"), ("协调", "Coordination"), ("管理", "Management"),
    ("评价", "Evaluation"), ("政策", "Policy"), ("监督", "Oversight"), ("重返社会", "Reintegration"),
]  # fmt: skip
PLACES = [
    ("", ""), ("北区", "Northern "), ("南区", "Southern "), ("东岛", "East Island "), ("西岸", "West Bank "),
    ("山地", "Highland "), ("河谷", "Valley "), ("沿海", "Coastal "), ("内陆", "Inland "), ("群岛", "Archipelago "),
]  # fmt: skip
HEADS = [
    ("处", "Service"), ("科", "Section"), ("司", "Division"), ("股", "Unit"), ("办公室", "Office"),
    ("委员会", "Committee"), ("小组", "Team"), ("处长", "Chief"), ("基金", "Fund"), ("方案", "Programme"),
]  # fmt: skip
QUERIES: dict[str, Callable[[tuple[str, str]], str]] = {
    "exact zh": lambda pair: pair[0],
    "part zh": lambda pair: pair[0][1:5],
    "one character": lambda pair: pair[0][-1],
    "exact en": lambda pair: pair[1],
    "two words en": lambda pair: " ".join(pair[1].split()[:2]).lower(),
    "one word en": lambda pair: pair[1].split()[-1].lower(),
    "prefix en": lambda pair: pair[1][:3].lower(),
    "error zh": lambda pair: pair[0][:2] + "某" + pair[0][3:],
    "error en": lambda pair: pair[1][:3] + pair[1][4:],
    "empty": lambda _: "",
}  # fmt: skip


def generated(count: int) -> Iterator[Concept]:
    chooser = random.Random(7)
    names = [
        (place + field + task + head, f"{place_en}{field_en} {task_en} {head_en}")
        for place, place_en in PLACES
        for field, field_en in FIELDS
        for task, task_en in TASKS
        for head, head_en in HEADS
    ]
    chooser.shuffle(names)
    for at in range(count):
        chinese, english = names[at % len(names)]
        number = "" if at < len(names) else str(at // len(names))
        cited = tuple(Citation(f"A/{60 + symbol}/{symbol * 7}") for symbol in chooser.sample(range(20), 2))
        terms = (Term(number + chinese, "zh", citations=cited), Term(f"{english} {number}".strip(), "en"))
        status = chooser.choice(("approved", "approved", "proposed"))
        yield Concept(f"c{at + 1}", "unit", status, terms=terms)  # type: ignore[arg-type]


def percentiles(times: list[float]) -> tuple[float, float]:
    cut = quantiles(times, n=100)
    return cut[49] * 1000, cut[98] * 1000


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def names(concept: Concept) -> tuple[str, str]:
    return concept.name("zh"), concept.name("en")


def measure(index: Index, concepts: list[Concept], repeat: int) -> Iterator[tuple[str, float, float]]:
    chooser = random.Random(11)
    both = [pair for pair in map(names, concepts) if all(pair)]
    every: list[float] = []
    for kind, ask in QUERIES.items():
        texts = [ask(chooser.choice(both)) for _ in range(repeat)]
        index.search(Query(texts[0]))
        times = [timed(lambda text=text: index.search(Query(text))) for text in texts]  # type: ignore[misc]
        every += times
        yield kind, *percentiles(times)
    texts = [pair[0][:2] for pair in chooser.choices(both, k=repeat)]
    yield "suggest", *percentiles([timed(lambda text=text: index.suggest(text)) for text in texts])  # type: ignore[misc]
    yield "all searches", *percentiles(every)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=2000, help="how many to generate (default 2000)")
    parser.add_argument("--db", type=Path, help="a term base to take the concepts from")
    parser.add_argument("--repeat", type=int, default=200, help="searches of each kind (default 200)")
    options = parser.parse_args(arguments)
    if options.db:
        with Store(options.db) as store:
            concepts = list(store.concepts())
    else:
        concepts = list(generated(options.concepts))
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder)) as index:
        built = timed(lambda: index.rebuild(concepts, 1))
        opened = timed(lambda: index.revision)
        changed = timed(lambda: index.update(concepts[:1], (), 2))
        print(
            f"{len(concepts)} concepts: built in {built:.2f} s, opened in {opened:.2f} s, one changed {changed:.3f} s"
        )
        print(f"{'':16}{'p50 ms':>8}{'p99 ms':>8}")
        for kind, middle, worst in measure(index, concepts, options.repeat):
            print(f"{kind:16}{middle:8.2f}{worst:8.2f}")


if __name__ == "__main__":
    main()
