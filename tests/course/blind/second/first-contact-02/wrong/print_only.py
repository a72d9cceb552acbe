# mistake: prints the number instead of returning it
import math
def count_updates(samples, batch_size, epochs):
    print(math.ceil(samples / batch_size) * epochs)
