"""The screens, one module each; styles are in a .tcss of the same name."""
