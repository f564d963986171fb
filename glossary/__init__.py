"""Bilingual terminology from Chinese institutional documents: extraction, term base, search, annotation, exports."""
