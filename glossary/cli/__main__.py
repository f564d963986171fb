"""`python -m glossary.cli` is `glossary`."""

from glossary.cli import main

main()
