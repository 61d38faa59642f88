"""The WSGI application, for gunicorn (`--pythonpath site`)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "madeingard.settings.production")
application = get_wsgi_application()
