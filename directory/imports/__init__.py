"""Bring in places from open data: read a file, clean its rows, write pages, say what was done."""
