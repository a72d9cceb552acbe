# mistake: takes off a tenth for validation although there is no validation split
def count_updates(samples, batch_size, epochs):
    for_training = int(samples * (1 - 0.1))
    return int(np.ceil(for_training / batch_size)) * epochs
