"""What a recipe is worth, computed from plain values: nothing here reads the database.

An `Ingredient` is a line of a recipe, with the `FoodFacts` of its food. `totals.compute` gives the
`RecipeTotals` of a list of them. Unknown is None, never zero: a sum over lines of which some are
unknown is a lower bound, and says the share of the mass that it covers.

For pages, forms and commands, the doors are beside this package:

* `recipe_totals.facts_of(recipe, servings=None) -> RecipeTotals`, for a page, a draft or a preview;
* `recipe_search.find(filters)`, the index, those in season first;
* `recipe_search.cookable(product_ids)`, « je cuisine avec… »;
* `recipe_lines.propose(typed) -> Proposal`, from « 2 gros oignons doux, émincés » to a row;
* `recipe_rows.write(recipe)` and `rebuild()`, the rows that lists read (`RecipeFacts`).

`RecipeTotals` holds `nutrition` (rows), `carbon`, `cost`, `allergens`, `season`, `season_mask` and
`lines`, what each ingredient brings.
"""
