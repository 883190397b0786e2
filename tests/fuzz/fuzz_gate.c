/* What --gate and --by take.
 *
 * Covers: src/core/gate.c src/core/path.c */
#include "fuzz.h"

#include "core/gate.h"

#include <math.h>

const fuzz_target ml_fuzz = {.name = "gate"};

/* The text that is made of a path is that path. */
static void check_path(const ml_path *path)
{
    ml_error error = ML_ERROR_INIT;
    ml_path again;
    const char *const *keys = (const char *const *)path->keys;
    char *text = ml_path_text(keys, path->n);
    FUZZ_CHECK(text && ml_path_parse("by", text, &error, &again) == ML_OK && ml_path_is(&again, keys, path->n));
    ml_path_clear(&again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char *text = fuzz_string(bytes, n);
    ml_error error = ML_ERROR_INIT;
    ml_path path;
    ml_gates gates = {0};
    if (!text)
        return 0;
    ml_status status = ml_path_parse("by", text, &error, &path);
    fuzz_check_error(status, &error);
    if (!status) {
        check_path(&path);
        ml_path_clear(&path);
    }
    static const unsigned sides[] = {ML_GATES_OF_VALUES, ML_GATES_OF_COMPARISONS};
    for (int i = 0; i < 2; i++) {
        error = (ml_error)ML_ERROR_INIT;
        status = ml_gates_add(&gates, "gate", text, sides[i], &error);
        fuzz_check_error(status, &error);
    }
    FUZZ_CHECK(gates.n != 1 || gates.items[0].side != ML_GATE_VALUE); /* what holds without sides holds with them */
    for (size_t g = 0; g < gates.n; g++) {
        const ml_gate *gate = &gates.items[g];
        FUZZ_CHECK(isfinite(gate->bound) && !ml_gate_holds(gate, (double)NAN));
        check_path(&gate->path);
    }
    ml_gates_clear(&gates);
    free(text);
    return 0;
}
