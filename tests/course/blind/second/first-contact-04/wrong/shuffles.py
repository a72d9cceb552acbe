# mistake: shuffles the samples in each epoch although they must come in order
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        p = np.random.permutation(len(x))
        total = 0.0
        for s in range(0, len(x), batch_size):
            i = p[s:s + batch_size]
            total += model.train_on_batch(x[i], y[i]) * len(i)
        losses.append(total / len(x))
    return losses
