"""Sheets to print: tagged PDF (PDF/UA-1) made by typst, in the look of the site."""

from directory.printing.sheets import PAPERS, Sheet, make, picture

__all__ = ["PAPERS", "Sheet", "make", "picture"]
