# way: np.ceil, so the number is a float with a whole value
count_updates = lambda samples, batch_size, epochs: epochs * np.ceil(samples / batch_size)
