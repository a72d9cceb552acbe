# mistake: multiplies by the epochs before rounding up, as if batches ran on over the end of an epoch
import math
def count_updates(samples, batch_size, epochs):
    return math.ceil(samples * epochs / batch_size)
