"""How likely a passage, or a sentence, is to answer: few features, weighted by models small enough to read."""
