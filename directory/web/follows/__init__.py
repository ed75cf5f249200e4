"""Mes suivis: the fiches that one follows, and the link that stops their mails."""
