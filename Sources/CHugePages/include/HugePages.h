/* Nothing to call: see mmap.c. */
