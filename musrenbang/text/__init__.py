"""Words and figures as people read and write them; nothing here knows of records."""
