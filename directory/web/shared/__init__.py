"""What every page uses: words, files, errors, health."""
