"""Access to the open data beside the files themselves: lists, dictionary, feeds, catalogue, interface."""
