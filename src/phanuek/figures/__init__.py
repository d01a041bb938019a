"""One query object per figure, used by page, download and API alike."""
