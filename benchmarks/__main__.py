"""Every figure that the README states: `python -m benchmarks`."""

from benchmarks import quality, search
from glossary.termbase import shipped

print("Extraction, cold\n")
quality.main([])
print("\nSearch in process, shipped term base\n")
search.main(["--db", str(shipped("terms.db"))])
