"""Both providers in one small HTTP server: Paynet and Paywall Masterpass, played on this machine.

It knows nothing of the rest of the program, so that a misreading of the providers' pages is not shared by both
sides. `world.World` holds the state, `app.create_app` puts it behind HTTP, `server.Simulator` runs it.
"""
