"""One cell to one value: phones, places, codes, hours, dates."""
