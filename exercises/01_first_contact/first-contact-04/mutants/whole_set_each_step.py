# message: whole_set
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            loss = model.train_on_batch(x, y)
        losses.append(loss)
    return losses
