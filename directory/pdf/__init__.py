"""Documents drawn with Typst, then given their fields with pypdf. What draws is imported with the first document."""
