"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# The server forks its processes from this one: with the pages loaded, and no connection that two could share.
get_resolver().url_patterns  # noqa: B018 reading it imports the pages
connections.close_all()
