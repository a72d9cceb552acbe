# message: no_function
my_evaluate = (0.31, 0.94)
