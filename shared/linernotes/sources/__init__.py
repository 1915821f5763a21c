"""What is fetched from elsewhere and dropped into the inbox, to be read like any other export."""
