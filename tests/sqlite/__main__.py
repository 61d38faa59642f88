"""Migrate once and keep the result: started beside processes that still gather their tests."""

import gc

import django
from django.db import connection

django.setup()
gc.freeze()
gc.set_threshold(500_000, 5, 5)  # a model is made anew 30,000 times: a fifth of the time otherwise
connection.creation.create_test_db(verbosity=0, serialize=False)
