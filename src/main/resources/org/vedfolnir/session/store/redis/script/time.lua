-- The clock of Redis, in ms since 1970.
return clock()
