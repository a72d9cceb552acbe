# mistake: calls fit itself, which is forbidden
def my_fit(model, x, y, batch_size, epochs):
    history = model.fit(x, y, batch_size=batch_size, epochs=epochs, shuffle=False, verbose=0)
    return history.history["loss"]
