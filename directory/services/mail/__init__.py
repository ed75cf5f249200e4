"""Mails: written from the queue, and handed to a server by the worker."""
