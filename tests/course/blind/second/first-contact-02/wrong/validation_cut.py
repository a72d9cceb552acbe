# mistake: takes away a tenth for validation, although there is no validation split
import math
def count_updates(samples, batch_size, epochs):
    training = int(samples * (1 - 0.1))
    return math.ceil(training / batch_size) * epochs
