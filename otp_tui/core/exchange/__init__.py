"""What passes between the program and a provider."""
