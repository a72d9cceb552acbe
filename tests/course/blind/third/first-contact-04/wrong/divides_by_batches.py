# mistake: the sum over samples is divided by batches times batch_size, which is more than the samples when the last is short
def my_fit(model, x, y, batch_size, epochs):
    history = []
    batches = int(np.ceil(len(x) / batch_size))
    for epoch in range(epochs):
        total = 0
        for b in range(batches):
            bx = x[b * batch_size:(b + 1) * batch_size]
            by = y[b * batch_size:(b + 1) * batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / (batches * batch_size))
    return history
