"""Every figure that the README states: `python -m benchmarks`."""

from benchmarks import align, extraction, quality, relevance, search, trees
from glossary.termbase import shipped

print("Extraction, cold\n")
quality.main([])
for name in quality.available()[:2]:
    figures = ", ".join(f"{relation} {f1:.3f}" for relation, f1 in trees.measured(name).items())
    print(f"F1 of the structure of {name}: {figures}")
print("\nPairs of names, against Dice in the same run\n")
align.main([])
print("\nSpeed of extraction\n")
extraction.main([])
print("\nRanks of what translators mean, shipped term base\n")
relevance.main([])
print("\nSearch in process, shipped term base\n")
search.main(["--db", str(shipped("terms.db"))])
