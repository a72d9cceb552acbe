# message: no_function
my_fit = [0.5, 0.4, 0.3]
