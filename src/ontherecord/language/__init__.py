"""English as questions and articles use it: sentences, who speaks, what is mentioned, what is asked for."""
