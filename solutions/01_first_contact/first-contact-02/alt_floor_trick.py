count_updates = lambda n, b, e: e * -(-n // b)
