# way: Nested list comprehensions, and np.average with weights.
def my_fit(model, x, y, batch_size, epochs):
    cuts = [slice(i, i + batch_size) for i in range(0, len(x), batch_size)]
    sizes = [len(x[c]) for c in cuts]
    return [
        np.average([model.train_on_batch(x[c], y[c]) for c in cuts], weights=sizes)
        for _ in range(epochs)
    ]
