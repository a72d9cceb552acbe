"""Drills: short questions about real layers, new ones each time.

    from kerastutor.course.drills import drill
    shapes = drill("shape")
    shapes.answer((None, 10))
    shapes.next()
"""

from kerastutor.course.drills.drill import Drill, drill

__all__ = ["Drill", "drill"]
