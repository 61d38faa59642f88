"""Migrate once and keep the result: started beside processes that still gather their tests."""

import django
from django.db import connection

django.setup()
connection.creation.create_test_db(verbosity=0, serialize=False)
