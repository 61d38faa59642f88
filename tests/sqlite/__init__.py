"""SQLite in memory for the tests, its tables copied from a file instead of migrated each time."""
