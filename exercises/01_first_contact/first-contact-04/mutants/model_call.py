# message: raised
def my_fit(model, x, y, batch_size, epochs):
    for e in range(epochs):
        pred = model(x)
        loss = ((pred - y) ** 2).mean()
        loss.backward()
