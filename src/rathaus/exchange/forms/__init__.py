"""Forms of the room, by subject. They read what was typed; whether it will do, the actions say."""
