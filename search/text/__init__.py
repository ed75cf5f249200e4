"""French text, analysed once for every engine: words, corrections, synonyms, plans and highlights."""
