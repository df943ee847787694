"""Every sentence a person reads, in Turkish and English."""
