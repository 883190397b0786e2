/* .npz: the array that is chosen is read in order and out of it, as a prediction and as labels.
 *
 * Covers: src/format/npz.c src/format/npz_refused.c src/format/zip_directory.c src/format/zip_data.c src/format/zip_stored.c
 * src/format/zip_deflated.c src/format/inflate_isal.c src/format/inflate_zlib.c src/format/array_keys.c */
#include "arrays.h"
#include "repair.h"

#include "format/npz.h"

const fuzz_target ml_fuzz = {.name = "npz", .fixtures = "-npz-", .repair = fuzz_repair_zip, .max_places = 300};

/* Reads the last bytes, the first, and some in the middle. */
static void jump(const ml_source *array)
{
    uint8_t to[64];
    ml_error error = ML_ERROR_INIT;
    uint64_t n = array->size_bytes;
    const uint64_t offsets[] = {n - sizeof to, 0, n / 2 - sizeof to / 2};
    ml_status status = ML_OK;
    for (size_t i = 0; n >= sizeof to && i < ML_COUNT(offsets) && !status; i++)
        status = ml_source_read(array, offsets[i], sizeof to, &error, to);
    if (!status)
        status = ml_source_finish(array, &error);
    fuzz_check_error(status, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const keys[] = {"a", "", NULL};
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_array_header header = {0};
    if (!fuzz_is(&source, "a NumPy archive"))
        return 0;
    for (size_t k = 0; k < ML_COUNT(keys); k++) {
        ml_source archive = source, array;
        ml_error error = ML_ERROR_INIT;
        ml_status status = ml_npz_open(&archive, keys[k], NULL, &error, &array);
        fuzz_check_error(status, &error);
        if (status)
            continue;
        if (array.size_bytes <= FUZZ_MAX_MEMORY) {
            jump(&array);
            fuzz_elements(&array, &header);
        }
        ml_source_close(&array);
    }
    if (header.rank > 0) {
        fuzz_predictions(&source, &header);
        fuzz_label_images(&source, ML_READING_AUTO, false, false);
    }
    return 0;
}
