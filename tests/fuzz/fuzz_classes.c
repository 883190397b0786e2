/* Class sets in JSON.
 *
 * Covers: src/input/class_set.c src/core/classes.c */
#include "fuzz.h"

#include "input/class_set.h"

const fuzz_target ml_fuzz = {.name = "classes", .fixtures = "-classes-"};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    ml_status status = ml_class_set_read(&source, &error, &classes);
    fuzz_check_error(status, &error);
    if (status)
        return 0;
    status = ml_classes_index(&classes, &error);
    fuzz_check_error(status, &error);
    FUZZ_CHECK(classes.n >= 2 && classes.n <= ML_MAX_CLASSES);
    for (size_t c = 0; c < classes.n && !status; c++)
        FUZZ_CHECK(ml_classes_find(&classes, classes.items[c].name, strlen(classes.items[c].name)) == c);
    ml_classes_clear(&classes);
    return 0;
}
