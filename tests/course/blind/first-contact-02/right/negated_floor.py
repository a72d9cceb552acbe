# way: Rounding up through the floor of the negative, in a lambda.
count_updates = lambda samples, batch_size, epochs: -(-samples // batch_size) * epochs
