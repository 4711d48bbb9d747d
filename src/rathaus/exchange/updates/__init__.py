"""What the newer version of a package changes against one's own copy: three ways, by meaning, taken one by one."""
