"""Whether a sentence that somebody else wrote says no more than its sources do."""
