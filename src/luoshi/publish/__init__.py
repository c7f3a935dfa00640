"""Page models: what each page says, from the records of the kernel. Publishing reads and never writes.

Public pages are made here too, from what a named officer released, with small counts of cases suppressed.
"""
