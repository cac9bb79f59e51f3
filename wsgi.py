"""What a WSGI server loads: the public role with the settings of the environment."""

from portal.app import create_app

app = create_app()
