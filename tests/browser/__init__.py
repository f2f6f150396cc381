"""The web chat as people use it: a real server, a real browser, a real library."""
