"""The Flask application: domain, services, store, web and api."""
