# message: no_function
count_updates = 225
