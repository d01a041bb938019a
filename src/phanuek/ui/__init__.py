"""One look for every page: words in two languages, components, static files, the clock and the country."""
