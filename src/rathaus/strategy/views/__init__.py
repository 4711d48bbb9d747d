"""Pages of the room: `public` for everybody, `staff` for those who keep strategy and indicators."""
