"""What the server runs: Django behind the store of anonymous pages. While developing (debug) every page is made anew."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from kreisnetz.web.cache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kreisnetz.settings")
django_application = get_wsgi_application()
application = django_application if settings.DEBUG else PageCache(django_application)
