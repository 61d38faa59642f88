"""Listings stay true: people are asked, then the listing sinks, then it leaves, with a way back."""
