"""The application, for ``gunicorn wsgi:app`` and ``flask --app wsgi``."""

import os
import sys

from directory.app import create_app
from directory.settings import BadSettings, read_settings

try:
    app = create_app(read_settings(os.environ))
except BadSettings as error:
    sys.exit("Settings to correct (docs/settings.md):\n" + "\n".join(f"- {line}" for line in error.errors))
