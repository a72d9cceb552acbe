"""Other packages' names for what kerastutor has: `compat.tensorflow`."""
