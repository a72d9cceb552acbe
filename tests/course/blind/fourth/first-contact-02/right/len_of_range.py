# way: counts the starts with len(range())
count_updates = lambda samples, batch_size, epochs: epochs * len(range(0, samples, batch_size))
