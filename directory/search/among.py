"""A long list of ids in a statement: to bind thousands one by one takes as long as to find them."""

from django.core.exceptions import EmptyResultSet
from django.db.models import Lookup


class Among(Lookup):
    """`Among(F("pk"), ids)`: as `pk__in`, of whole numbers only, which are written as they are."""

    prepare_rhs = False

    def as_sql(self, compiler, connection):
        if not len(self.rhs):
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(str(int(pk)) for pk in self.rhs)})", params
