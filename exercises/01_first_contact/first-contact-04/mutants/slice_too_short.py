# message: wrong_length
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = []
        for start in range(0, len(x), batch_size):
            stop = min(start + batch_size, len(x)) - 1
            if stop > start:
                found.append(model.train_on_batch(x[start:stop], y[start:stop]))
        losses.append(np.mean(found))
    return losses
