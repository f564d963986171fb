"""Build hook: a wheel carries static/ and terms.db inside the package; an editable install reads them in place."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface[Any]):
    """Add the shipped files of the top level to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files for `version` (`standard` or `editable`) of the wheel in `build_data`."""
        if version == "standard":
            build_data["force_include"] |= {"static": "glossary/static", "terms.db": "glossary/terms.db"}
