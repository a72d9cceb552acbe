# way: Nothing is calculated: the two loops of fit are walked and every step counted.
def count_updates(samples, batch_size, epochs):
    n = 0
    for _ in range(epochs):
        todo = samples
        while todo > 0:
            todo -= batch_size
            n += 1
    print("updates:", n)
    return n
