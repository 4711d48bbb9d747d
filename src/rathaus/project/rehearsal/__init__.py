"""``rathaus rehearse``: a definition is applied for in a throwaway town, by a generator that gives every answer."""
