"""What every room stands on and no city is in: ids, time, errors, units, the database engine, jobs, languages."""
