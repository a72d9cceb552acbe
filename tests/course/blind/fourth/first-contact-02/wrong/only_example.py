# mistake: returns the number for the example on paper
def count_updates(samples, batch_size, epochs):
    # 1437 / 32 = 44.9 -> 45, 45 * 5
    return 225
