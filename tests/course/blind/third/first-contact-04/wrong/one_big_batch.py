# mistake: one update per epoch with all samples, batch_size is ignored
def my_fit(model, x, y, batch_size, epochs):
    return [model.train_on_batch(x, y) for epoch in range(epochs)]
