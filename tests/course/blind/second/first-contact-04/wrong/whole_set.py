# mistake: gives the whole training set to train_on_batch, so there is one update in each epoch
def my_fit(model, x, y, batch_size, epochs):
    return [model.train_on_batch(x, y) for _ in range(epochs)]
