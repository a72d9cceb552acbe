# mistake: one epoch too few, because the loop starts at 1
def count_updates(samples, batch_size, epochs):
    total = 0
    for epoch in range(1, epochs):
        total += -(-samples // batch_size)
    return total
