"""Pages of the catalogue: `public` for everybody, `staff` for service owners."""
