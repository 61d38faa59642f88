"""The room where a panel deliberates: one page for all, each with their own acts (label.md 3.2)."""
