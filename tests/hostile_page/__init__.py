"""The pages in a real browser against hostile articles, questions, visitors, files and language models."""
