"""The pages of a school or partner that is lead practitioner.

A record is shown part by part; each part is asked on a page of its own, with the labels, hints and choices of the
record's own fields. Who may open which record is `planning.led_outside.led_record`; what may be changed in which
state stands in the tables of states.
"""
