# message: no_function
order = np.random.permutation(len(x_sorted))
mix = (x_sorted[order], y_sorted[order])
