"""The demonstration: an invented Gard that feels alive, to see the site before real data come.

`producers/`, `places/` and `pages.toml` are the content, `scenes/` the drawings; the modules read
them and make pages. Communes, products, seasons and appellations are real, everything else is made
up. Dates are relative to the day of loading, so the demonstration never ages.
"""
