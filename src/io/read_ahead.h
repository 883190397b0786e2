/* Telling the system what will be read, so that it may read ahead from a slow disk or network. */
#ifndef ML_IO_READ_AHEAD_H
#define ML_IO_READ_AHEAD_H

/* Asks the system to read a regular file into its memory meanwhile. Costs some calls and, where the file is there already, a
 * tenth of a millisecond for 100 MB. What cannot be opened, or is not regular, is left to whoever reads it. */
void ml_read_ahead(const char *path);

#endif
