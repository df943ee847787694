"""What leaves the tool to be attached to a ticket; made of records that were redacted when they were made."""
