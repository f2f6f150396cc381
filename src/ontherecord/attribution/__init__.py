"""Who said what: quotations and reports of speech in an article, and whose they are."""
