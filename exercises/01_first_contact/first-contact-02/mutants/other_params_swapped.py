# message: other_order
import math
def count_updates(e, b, n):
    return math.ceil(n / b) * e
