/* What maskloss inspect says of any file: which format it is, what it holds, and of foreign ones what to do about them.
 *
 * Covers: src/format/registry.c src/format/foreign.c src/format/file_facts.c src/input/contents.c src/input/contents_array.c
 * src/input/contents_raster.c src/input/contents_read.c src/command/inspect.c
 * src/command/inspect_json.c src/command/inspect_text.c */
#include "program.h"
#include "repair.h"

const fuzz_target ml_fuzz = {.name = "inspect", .repair = fuzz_repair_any, .fixtures = "-", .max_places = 10};

/* Inspects the file with a form; the status is that of the other form, too. */
static int inspect(char *name, char *form)
{
    char program[] = "maskloss", command[] = "inspect", pixels[] = "--max-pixels=65536", memory[] = "--max-memory=4194304",
         format[] = "-f";
    char *argv[] = {program, command, pixels, memory, format, form, name, NULL};
    program_result result = program_run((int)ML_COUNT(argv) - 1, argv);
    FUZZ_CHECK(result.status == ML_OK || result.status == ML_E_INPUT);
    FUZZ_CHECK(result.status || result.n_output > 0);
    FUZZ_CHECK(result.n_output == 0 || *form != 'j' || program_is_json(result.output, result.n_output));
    FUZZ_CHECK(ml_utf8_valid(result.output, result.n_output));
    program_result_clear(&result);
    return result.status;
}

/* The file's name, mostly one that fits: the program compares its extension with what is in it. */
static void choose_name(const uint8_t *bytes, size_t n, char name[16])
{
    static const char *const extensions[] = {".png", ".npy", ".npz", ".tif", ".nii", ".nii.gz", ".jpg", ".json", ""};
    const ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_error error = ML_ERROR_INIT;
    const ml_file_format *format = NULL;
    FUZZ_CHECK(ml_file_format_of_source(&source, &error, &format) == ML_OK);
    format = n % 8 ? format : NULL;
    const char *own = format ? format->extensions[0] : NULL;
    snprintf(name, 16, "f%s", own ? own : extensions[n / 8 % ML_COUNT(extensions)]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    char name[16], text[] = "text", json[] = "json";
    choose_name(bytes, n, name);
    fuzz_folder_enter();
    fuzz_write(name, bytes, n);
    FUZZ_CHECK(inspect(name, text) == inspect(name, json));
    FUZZ_CHECK(unlink(name) == 0);
    program_check_folder();
    fuzz_folder_leave();
    return 0;
}
