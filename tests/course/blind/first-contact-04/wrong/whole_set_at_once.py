# mistake: Each epoch trains once on all samples together and ignores the batch size.
def my_fit(model, x, y, batch_size, epochs):
    return [model.train_on_batch(x, y) for epoch in range(epochs)]
