"""The figures that must not fall: kept in floors.json with a digest of every annotation that they were measured on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import align, relevance, trees
from benchmarks.quality import GOLD, SHARED, Score, available, calibration, measured

FILE = Path(__file__).resolve().parent / "floors.json"
# A figure may be this much lower than its floor: floors are written with three digits.
SLACK = 0.0006
TREES = ("own", "shared")

Floors = dict[str, Any]


def annotated() -> dict[str, Path]:
    """Return the files that the figures are measured on, as far as they are here."""
    files = {f"benchmarks/gold/{path.name}": path for path in sorted(GOLD.iterdir()) if path.suffix != ".md"}
    if SHARED.is_dir():
        files |= {f"shared/gold/{name}": SHARED / "gold" / name for name in ("gold.jsonl", "orgtree.jsonl")}
    return files


def digests() -> dict[str, str]:
    """Return the SHA-256 of each annotation."""
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in annotated().items()}


def figures() -> dict[str, dict[str, float]]:
    """Measure all sets: F1 by document and relation, ranks of searches; a calibration error is a ceiling."""
    found: dict[str, dict[str, float]] = {}
    for name in available():
        total = Score()
        found[name] = {}
        for document, score in measured(name).items():
            total.add(score)
            found[name][document] = score.figures()[2]
        found[name]["all"] = total.figures()[2]
        found[name]["calibration error"] = calibration(total.judged)[0]
    for name in TREES:
        if name in available():
            found[f"structure of {name}"] = trees.measured(name)
    found["relevance"] = relevance.measured()
    found |= align.measured()
    return {name: {key: round(value, 3) for key, value in part.items()} for name, part in found.items()}


def read() -> Floors:
    """Return what is pinned."""
    pinned: Floors = json.loads(FILE.read_text("utf-8"))
    return pinned


def fallen(now: Mapping[str, Mapping[str, float]], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return a sentence for each figure that is worse than its floor."""
    return [
        f"{name}, {key}: {now[name].get(key, 0.0):.3f}, pinned {floor:.3f}"
        for name, part in floors.items()
        if name in now
        for key, floor in part.items()
        if _worse(key, now[name].get(key, 0.0), floor)
    ]


def pin(lower: str = "") -> list[str]:
    """Write the figures of now, and return what fell; without a reason to `lower` them, a floor stays where it was."""
    now = figures()
    pinned = read() if FILE.exists() else {"floors": {}, "annotations": {}, "lowered": []}
    fell = fallen(now, pinned["floors"])
    if fell and lower:
        pinned["lowered"].append({"reason": lower, "figures": fell})
    floors = {name: dict(part) for name, part in pinned["floors"].items()}
    for name, part in now.items():
        kept = floors.setdefault(name, {})
        for key, value in part.items():
            if lower or key not in kept or not _worse(key, value, kept[key]):
                kept[key] = value
    document = {
        "floors": floors,
        "annotations": pinned["annotations"] | digests(),
        "lowered": pinned["lowered"],
    }
    FILE.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return fell


def _worse(key: str, value: float, floor: float) -> bool:
    return value > floor + SLACK if key == "calibration error" else value < floor - SLACK
