/* Prints the gray values of a photo at the size of a truth, a byte each: what tests/photos.py compares. Exits 3 and says why
 * when the file is refused. */
#include "format/photo.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>

static ml_status print(const char *path, size_t width, size_t height, ml_error *error)
{
    const ml_limits limits = ML_LIMITS_DEFAULT;
    ml_photo *photo;
    ml_status status = ml_photo_open(path, width, height, &limits, error, &photo);
    if (status)
        return status;
    uint8_t *gray = ml_alloc(width, 1);
    if (!gray)
        status = ml_fail_memory(error, "a row");
    for (size_t row = 0; row < height && !status; row++) {
        status = ml_photo_read_row(photo, error, gray);
        if (!status)
            fwrite(gray, 1, width, stdout);
    }
    free(gray);
    ml_photo_close(photo);
    return status;
}

int main(int argc, char **argv)
{
    ml_error error = ML_ERROR_INIT;
    size_t width = argc == 4 ? (size_t)strtoul(argv[2], NULL, 10) : 0,
           height = argc == 4 ? (size_t)strtoul(argv[3], NULL, 10) : 0;
    if (width == 0 || height == 0) {
        fprintf(stderr, "usage: photo_rows FILE WIDTH HEIGHT\n");
        return ML_E_USAGE;
    }
    ml_status status = print(argv[1], width, height, &error);
    if (status)
        fprintf(stderr, "%s\n", error.text);
    if (fflush(stdout) != 0 || ferror(stdout))
        return ML_E_SYSTEM;
    return (int)status;
}
