# way: Fisher and Yates's shuffle written out, on a list of places.
from random import randrange


def swap_walk(n):
    places = list(range(n))
    for last in range(n - 1, 0, -1):
        other = randrange(last + 1)
        places[last], places[other] = places[other], places[last]
    return places


def mix(x, y):
    order = swap_walk(len(x))
    return x[order], y[order]
