"""The gallery: every screen and every ending of the wizard as a picture, and the moving picture of the READMEs."""
