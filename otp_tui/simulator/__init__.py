"""A simulator of both providers, Paynet and Paywall Masterpass, in one HTTP server.

Nothing of the rest of the program is imported here, so that a misreading of the providers' pages is not shared by both
sides. `state.SimulatorState` holds the state, `http.app.create_app` serves it, `simulator.Simulator` runs the server.
"""
