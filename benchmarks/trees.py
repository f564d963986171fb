"""How well the structure of documents is read: units and their parents, heads, and those whom the heads answer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality import GOLD, SHARED, Row, bare, documents, records, rows_of

RELATIONS = ("parent", "head", "reports_to")


def measured(name: str) -> dict[str, float]:
    """Return F1 by relation over the documents of a set, `own` or `shared`; only units that the trees have count.

    Every relation of a name is looked at: a post may head two units, of which `head_of` is the first.
    """
    folder: Path = GOLD if name == "own" else SHARED / "gold"
    trees = rows_of(folder / "orgtree.jsonl", "doc")
    sums: dict[str, list[int]] = {relation: [0, 0, 0] for relation in RELATIONS}
    for document, _, text in documents(name):
        if document in trees:
            for relation, (right, said, wanted) in _compared(trees[document], records(text)).items():
                sums[relation] = [sum(pair) for pair in zip(sums[relation], (right, said, wanted), strict=True)]
    return {relation: 2 * right / max(1, said + wanted) for relation, (right, said, wanted) in sums.items()}


def _compared(tree: Sequence[Row], found: Iterable[dict[str, Any]]) -> dict[str, tuple[int, int, int]]:
    wanted: dict[str, dict[str, set[str]]] = {relation: defaultdict(set) for relation in RELATIONS}
    for row in tree:
        for relation, key, value in (
            ("parent", row["unit"], row["parent"]),
            ("head", row["unit"], row["head_post"]),
            ("reports_to", row["head_post"], row["reports_to"]),
        ):
            if key and value:
                wanted[relation][bare(key)].update(map(bare, value.split("; ")))
    units = {bare(row["unit"]) for row in tree}
    said: dict[str, set[tuple[str, str]]] = {relation: set() for relation in RELATIONS}
    for line in found:
        text = bare(line["text"])
        if line["category"] == "unit" and line["parent"] and text in units:
            said["parent"].add((text, bare(line["parent"])))
        for relation in line["relations"] if line["category"] == "post" else ():
            if relation["type"] == "heads" and bare(relation["text"]) in units:
                said["head"].add((bare(relation["text"]), text))
        if line["category"] == "post" and line["reports_to"] and text in wanted["reports_to"]:
            said["reports_to"].add((text, bare(line["reports_to"])))
    return {
        relation: (
            sum(value in wanted[relation].get(key, ()) for key, value in said[relation]),
            len(said[relation]),
            len(wanted[relation]),
        )
        for relation in RELATIONS
    }
