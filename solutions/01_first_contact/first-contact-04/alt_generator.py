def batches(x, y, size):
    full, rest = divmod(len(x), size)
    for i in range(full):
        yield x[i * size : (i + 1) * size], y[i * size : (i + 1) * size]
    if rest:
        yield x[-rest:], y[-rest:]


def my_fit(model, x, y, batch_size=32, epochs=1):
    history = {"loss": []}
    for epoch in range(epochs):
        all_losses = []
        for a, b in batches(x, y, batch_size):
            all_losses += [float(model.train_on_batch(a, b))] * len(a)
        history["loss"].append(sum(all_losses) / len(all_losses))
    return history["loss"]
