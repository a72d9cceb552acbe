"""How fast kerastutor is beside tf_keras and PyTorch, on the same models, in the same run."""
