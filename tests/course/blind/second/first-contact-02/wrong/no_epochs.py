# mistake: counts the updates of one epoch and forgets the epochs
import math
def count_updates(samples, batch_size, epochs):
    return math.ceil(samples / batch_size)
