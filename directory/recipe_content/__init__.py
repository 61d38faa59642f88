"""Our own recipes, one TOML file each; `loading` makes pages of them.

In an ingredient, empty strings stand for none; its grams are the net edible weight as used;
`alternative_to` is the rank, from 0, of the line that it may replace, always just above.
"""
