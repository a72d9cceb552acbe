# mistake: It counts one update per epoch, which is true only of full-batch gradient descent.
count_updates = lambda samples, batch_size, epochs: epochs
