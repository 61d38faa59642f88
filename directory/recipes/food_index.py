"""Foods by the words that cooks use for them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory import text
from directory.recipes.ingredients import FoodFacts

SHORTEST_TYPO = 5


@dataclass
class FoodIndex:
    """Foods by the words that name them; the first to claim a name keeps it."""

    names: dict[str, FoodFacts] = field(default_factory=dict)
    longest: int = 1

    @classmethod
    def of(cls, foods: Iterable[tuple[FoodFacts, Iterable[str]]]) -> "FoodIndex":
        """From foods with their synonyms; a name comes before any synonym."""
        index, foods = cls(), list(foods)
        for food, _synonyms in foods:
            index.add(food, [food.name, food.plural, food.slug.replace("-", " ")])
        for food, synonyms in foods:
            index.add(food, synonyms)
        return index

    def add(self, food: FoodFacts, names: Iterable[str]):
        for key in filter(None, map(text.key, names)):
            self.names.setdefault(key, food)
            self.longest = max(self.longest, key.count(" ") + 1)

    def find(self, words: list[str]) -> tuple[FoodFacts | None, list[str]]:
        """The food of the longest run of words, the first of equals, and the words left over."""
        for size in range(min(self.longest, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                food = self.names.get(" ".join(words[start : start + size]))
                if food:
                    return food, words[:start] + words[start + size :]
        return None, words

    def find_typo(self, words: list[str]) -> FoodFacts | None:
        """The food one letter away from one or two of the words."""
        runs = [" ".join(words[i : i + size]) for size in (2, 1) for i in range(len(words))]
        for run in runs:
            if len(run) >= SHORTEST_TYPO:
                found = process.extractOne(
                    run, self.names.keys(), scorer=OSA.distance, score_cutoff=1, processor=None
                )
                if found:
                    return self.names[found[0]]
        return None
