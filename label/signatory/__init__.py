"""The rooms of a place that signs the charter, under `/espace/label/charte/`."""
