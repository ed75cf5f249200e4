"""Mes suivis: the fiches and the searches that one follows, and the link that stops their mails."""
