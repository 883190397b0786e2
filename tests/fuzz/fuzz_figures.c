/* Paths to figures: what --by, --print and --gate ask for, and what is said where there is none.
 *
 * Covers: src/core/find.c src/core/walk.c src/core/path.c src/core/catalogue.c src/base/suggest.c */
#include "fuzz.h"

#include "core/find.h"
#include "core/gate.h"

const fuzz_target ml_fuzz = {.name = "figures", .max_places = 10};

enum { N_CLASSES = 3 };

/* Settings that the paths are asked with, made once. */
static ml_classes classes;
static ml_losses losses;
static ml_settings settings;

static void clear(void)
{
    ml_settings_clear(&settings);
    ml_losses_clear(&losses);
    ml_classes_clear(&classes);
}

static void make_settings(void)
{
    ml_error error = ML_ERROR_INIT;
    FUZZ_CHECK(ml_classes_init_plain(N_CLASSES, &error, &classes) == ML_OK);
    FUZZ_CHECK(ml_losses_parse("cce,tversky:fp=0.1", NULL, &error, &losses) == ML_OK);
    FUZZ_CHECK(ml_losses_check(&losses, N_CLASSES, &error) == ML_OK);
    FUZZ_CHECK(ml_settings_init(&classes, &losses, &error, &settings) == ML_OK);
    ml_settings_finish(&settings);
    FUZZ_CHECK(atexit(clear) == 0);
}

/* The path of a figure that was found leads to it again, however it is written. */
static void check_found(const ml_path *path, ml_scope scope, const ml_figure *figure)
{
    ml_error error = ML_ERROR_INIT;
    ml_path again;
    ml_figure same;
    char *text = ml_path_text((const char *const *)path->keys, path->n);
    FUZZ_CHECK(text && ml_path_parse("by", text, &error, &again) == ML_OK);
    FUZZ_CHECK(ml_find(&settings, scope, &again, &same) && ml_figure_same(&same, figure));
    ml_path_clear(&again);
    free(text);
}

static void ask(const ml_path *path, ml_scope scope, const char *text)
{
    ml_figure figure, asked;
    ml_error error = ML_ERROR_INIT;
    bool found = ml_find(&settings, scope, path, &figure);
    ml_status status = ml_find_asked(&settings, scope, path, "by", text, &error, &asked);
    fuzz_check_error(status, &error);
    FUZZ_CHECK(status == (found ? ML_OK : ML_E_USAGE) && (!found || ml_figure_same(&figure, &asked)));
    if (found)
        check_found(path, scope, &figure);
    FUZZ_CHECK(!ml_find_name(&settings, scope, path, &figure) || status); /* a name is no number */
    bool has_low = ml_find_end(&settings, path, "low", &figure), has_high = ml_find_end(&settings, path, "high", &figure);
    FUZZ_CHECK(has_low == has_high);
    if (scope == ML_IN_SET) {
        error = (ml_error)ML_ERROR_INIT;
        fuzz_check_error(ml_find_in_result(&settings, path, "print", text, &error, &figure), &error);
    }
}

/* The first byte says what settings ask for, and the length where the figure is looked for. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const ml_scope scopes[] = {ML_IN_LINE, ML_IN_SET, ML_IN_GROUP};
    const ml_scope scope = scopes[n % ML_COUNT(scopes)];
    ml_error error = ML_ERROR_INIT;
    ml_gates gates = {0};
    char *text = n ? fuzz_string(bytes + 1, n - 1) : NULL;
    if (!text)
        return 0;
    if (classes.n == 0)
        make_settings();
    settings.has_groups = *bytes & 1;
    settings.intervals = *bytes & 2;
    settings.conventions = *bytes & 4;
    for (int v = 0; v < ML_N_VIEWS; v++)
        settings.views[v] = *bytes >> (4 + v) & 1;
    fuzz_check_error(ml_gates_add_print(&gates, "print", text, ML_GATES_OF_COMPARISONS, &error), &error);
    for (size_t g = 0; g < gates.n; g++)
        ask(&gates.items[g].path, scope, text);
    ml_gates_clear(&gates);
    free(text);
    return 0;
}
