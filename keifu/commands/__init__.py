"""The verbs of the command line, one module each; what is heavy is imported inside the verb."""
