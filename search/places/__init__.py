"""Where things are: the communes of France, distances on Lucene's grid, addresses found on a map."""
