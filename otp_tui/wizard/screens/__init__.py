"""One module a screen; each has its looks in a .tcss of the same name, `frame` what all steps share."""
