"""Fiches given to other tools: which ones, in which form, with what who asks may see."""
