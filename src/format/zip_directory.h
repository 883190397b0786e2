/* The directory of a zip archive: names of members, and where their data lie. The only file of the project that knows libzip;
 * built without it (HAVE_LIBZIP not defined), it is not there. */
#ifndef ML_FORMAT_ZIP_DIRECTORY_H
#define ML_FORMAT_ZIP_DIRECTORY_H

#include "io/source.h"

/* Of one thread at a time. */
typedef struct ml_zip_directory ml_zip_directory;

/* Where the data of a member lie in the file, and what they are. */
typedef struct ml_zip_place {
    bool is_deflated;                          /* otherwise they are stored as they are */
    uint64_t offset, packed_bytes, size_bytes; /* of the data in the file, and of what they are when unpacked */
    uint32_t crc;
} ml_zip_place;

/* Reads and checks the directory. The file is borrowed, and must not move. */
ml_status ml_zip_directory_open(const ml_source *file, ml_error *error, ml_zip_directory **directory) ML_MUST_USE;
void ml_zip_directory_close(ml_zip_directory *directory); /* NULL is allowed */

uint64_t ml_zip_directory_n(const ml_zip_directory *directory);

/* The name of member i, as it is stored; lives as long as the directory. */
ml_status ml_zip_directory_name(ml_zip_directory *directory, uint64_t i, ml_error *error, const char **name) ML_MUST_USE;

/* Finds the data of member i, which messages call `name`. Encrypted ones, other methods than storing and deflating, and sizes
 * that cannot be are errors. */
ml_status ml_zip_directory_find(ml_zip_directory *directory, uint64_t i, const char *name, ml_error *error,
                                ml_zip_place *place) ML_MUST_USE;

/* Whether the last search failed because the file could not be read. */
bool ml_zip_directory_is_unread(const ml_zip_directory *directory);

#endif
