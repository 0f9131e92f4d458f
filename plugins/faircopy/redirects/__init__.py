"""Old addresses that lead on."""
