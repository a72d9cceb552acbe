# mistake: shuffles the samples in each epoch although they must come in their order
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        order = np.random.permutation(len(x))
        total = 0
        for start in range(0, len(x), batch_size):
            rows = order[start:start + batch_size]
            total += len(rows) * model.train_on_batch(x[rows], y[rows])
        history.append(total / len(x))
    return history
