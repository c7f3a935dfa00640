"""What every room stands on and no city is in: ids, time, errors, units, database engine, jobs, languages."""
