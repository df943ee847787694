"""Evidence for a ticket, made of records that were redacted when they were made."""
