# mistake: calls model.fit, which is forbidden
def my_fit(model, x, y, batch_size, epochs):
    h = model.fit(x, y, batch_size=batch_size, epochs=epochs, shuffle=False, verbose=0)
    return h.history["loss"]
