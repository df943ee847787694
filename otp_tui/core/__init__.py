"""The domain: pure values, one step function, and Protocols for the other packages.

Nothing in this package does I/O, reads a clock or knows a framework. Screens, scripts and reports all describe the
same `flow.state.Walkthrough`.
"""
