"""The course: lessons, exercises, the grader and the `kerastutor` command.

In a notebook one line gives the exercises of a chapter:

    from kerastutor.course import chapter
    q1 = chapter(1).q1
"""

from kerastutor.course.session import chapter

__all__ = ["chapter"]
