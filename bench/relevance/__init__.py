"""Relevance measured on a judged set: does the advisor see the right door among the first ten answers?"""
