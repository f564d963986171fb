"""The command line: parse, call, print. Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 needs repair."""

from glossary.cli.frame import main

__all__ = ["main"]
