# message: other_sizes
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        parts = zip(np.array_split(x, batch_size), np.array_split(y, batch_size))
        losses.append(np.mean([model.train_on_batch(a, b) for a, b in parts if len(a)]))
    return losses
