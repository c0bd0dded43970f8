"""The local backend as a process of its own: found, or started when it is not there."""
