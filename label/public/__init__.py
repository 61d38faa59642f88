"""What anybody may read of the label: allow-lists, one module per subject (label.md 6.4, I-27).

Nothing leaves here that is not named here.
"""
