"""The entrance, the results, and what stands in for them."""
