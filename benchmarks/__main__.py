"""Every figure that the README states: `python -m benchmarks`."""

from benchmarks import align, extraction, quality, search
from glossary.termbase import shipped

print("Extraction, cold\n")
quality.main([])
print("\nPairs of names, against Dice in the same run\n")
align.main([])
print("\nSpeed of extraction\n")
extraction.main([])
print("\nSearch in process, shipped term base\n")
search.main(["--db", str(shipped("terms.db"))])
