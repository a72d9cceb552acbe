# message: random_batches
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for e in range(epochs):
        t = 0
        for s in range(0, len(x), batch_size):
            i = np.random.randint(0, len(x), batch_size)
            t += model.train_on_batch(x[i], y[i]) * len(i)
        out.append(t / len(x))
    return out
