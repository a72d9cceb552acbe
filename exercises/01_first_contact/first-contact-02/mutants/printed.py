# message: returns_nothing
def count_updates(samples, batch_size, epochs):
    print(-(-samples // batch_size) * epochs)
