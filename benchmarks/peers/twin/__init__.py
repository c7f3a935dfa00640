"""The twin: the same create as Luoshi's, written as a good Django REST framework developer would write it.

It stores the same rows with the same durability: receipt, signal, personal values apart, place by point in
polygon, route by a responsibility list, due time by working calendar, journal lines, search rows of character
bigrams, an outbox message and dirty buckets, in one `transaction.atomic`. What a good developer does is done:
cells in memory in an STRtree, calendar in memory, `bulk_create` for many rows, kept connections, no middleware
that the endpoint does not need, idempotency by a unique key.
"""
