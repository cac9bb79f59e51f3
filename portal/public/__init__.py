"""Public pages in three languages, made from the documents of one release and from nothing else."""
