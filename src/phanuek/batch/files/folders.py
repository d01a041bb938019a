"""A folder of Parquet files, as programs write large tables: one table in pieces."""

from __future__ import annotations

from pathlib import Path


def parquet_files(folder: Path) -> list[Path]:
    """The pieces in the order of their names, however deep; not those that are hidden or half written (._like_this)."""
    return [
        file
        for file in sorted(folder.rglob("*.parquet"))
        if not any(part.startswith((".", "_")) for part in file.relative_to(folder).parts) and file.is_file()
    ]
