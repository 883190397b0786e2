/* Evaluations that go on with a record stream, of which an earlier run wrote a part, and anybody may have changed it.
 *
 * Covers: src/engine/resume.c src/io/out_lines.c */
#include "program.h"
#include "repair.h"

const fuzz_target ml_fuzz = {.name = "resume"};

enum { N_IMAGES = 3 };

static char *genuine; /* the stream of a run from the beginning */
static size_t n_genuine;

static void forget(void) { free(genuine); }

/* An array of 2 x 3 pixels, or of 2 values for each of them. */
static void write_array(const char *name, const char *type, const char *shape, const void *values, size_t n_bytes)
{
    enum { HEADER = 128, DATA = 64 };
    char file[HEADER + DATA] = "\x93NUMPY\1";
    file[8] = HEADER - 10;
    memset(file + 10, ' ', HEADER - 10);
    int n = snprintf(file + 10, HEADER - 10, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", type, shape);
    file[10 + n] = ' ';
    file[HEADER - 1] = '\n';
    memcpy(file + HEADER, values, n_bytes);
    fuzz_write(name, file, HEADER + n_bytes);
}

static void write_images(void)
{
    for (int i = 0; i < N_IMAGES; i++) {
        const uint8_t labels[] = {0, 1, 1, (uint8_t)(i % 2), 1, 0};
        const uint8_t values[] = {0x00,       0x34, 0x00, 0x3a, 0x00, 0x38, 0x00, 0x38, 0, 0x3c, 0, 0,
                                  (uint8_t)i, 0x30, 0,    0x3a, 0,    0x38, 0,    0x38, 0, 0x34, 0, 0x3a};
        char name[16];
        snprintf(name, sizeof name, "t/%c.npy", 'a' + i);
        write_array(name, "|u1", "2, 3", labels, sizeof labels);
        snprintf(name, sizeof name, "p/%c.npy", 'a' + i);
        write_array(name, "<f2", "2, 3, 2", values, sizeof values);
    }
}

static int resume(bool keep_going)
{
    static const char *const said[] = {"maskloss", "eval",     "-j1", "-fjsonl", "-Lcce,dice",
                                       "-os",      "--resume", "t",   "p",       "--keep-going"};
    char words[ML_COUNT(said)][16], *argv[ML_COUNT(said) + 1] = {NULL};
    int argc = (int)ML_COUNT(said) - !keep_going;
    for (int w = 0; w < argc; w++) {
        snprintf(words[w], sizeof words[w], "%s", said[w]);
        argv[w] = words[w];
    }
    program_result result = program_run(argc, argv);
    FUZZ_CHECK(result.n_output == 0 && result.status != ML_E_GATE && result.status != ML_E_SYSTEM);
    program_result_clear(&result);
    program_check_folder();
    return result.status;
}

/* A change: the text in place of n_cut bytes at `at`. */
typedef struct edit {
    size_t at, n_cut;
    const char *text;
} edit;

/* Reads "AT N TEXT". */
static edit read_edit(const char *line, size_t n)
{
    char *rest;
    size_t at = strtoul(line, &rest, 10), n_cut = strtoul(rest, &rest, 10);
    at = at < n ? at : n;
    return (edit){at, n_cut < n - at ? n_cut : n - at, rest + (*rest == ' ')};
}

/* What the stream is before it is resumed: the genuine one with changes, each a line "AT N TEXT"; a $ in the text stands for a
 * newline. Freed with free. */
static char *change(const char *stream, size_t n, char *script, size_t *n_changed)
{
    char *now = malloc(n + 1);
    FUZZ_CHECK(now);
    memcpy(now, stream, n);
    for (char *end; script; script = end) {
        if ((end = strchr(script, '\n')))
            *end++ = '\0';
        edit e = read_edit(script, n);
        size_t length = strlen(e.text), n_rest = n - e.at - e.n_cut;
        char *next = malloc(e.at + length + n_rest + 1);
        FUZZ_CHECK(next);
        memcpy(next, now, e.at);
        for (size_t i = 0; i < length; i++)
            next[e.at + i] = (char)(e.text[i] == '$' ? '\n' : e.text[i]);
        memcpy(next + e.at + length, now + e.at + e.n_cut, n_rest);
        free(now);
        now = next;
        n = e.at + length + n_rest;
    }
    *n_changed = n;
    return now;
}

/* After a run that succeeds the stream is whole: another one finds nothing to do, and changes nothing. After one that fails it
 * is as it was. Of what is a beginning of the genuine stream the genuine one is made. */
static void check_stream(const char *before, size_t n_before, int status, bool keep_going)
{
    size_t n, n_again;
    char *stream = fuzz_read("s", &n);
    bool is_beginning = n_before <= n_genuine && memcmp(before, genuine, n_before) == 0;
    FUZZ_CHECK(stream);
    FUZZ_CHECK(!is_beginning || status == ML_OK);
    FUZZ_CHECK(!is_beginning || (n == n_genuine && memcmp(stream, genuine, n) == 0));
    FUZZ_CHECK(status == ML_OK || (n == n_before && memcmp(stream, before, n) == 0));
    if (status == ML_OK) {
        FUZZ_CHECK(resume(keep_going) == ML_OK);
        char *again = fuzz_read("s", &n_again);
        FUZZ_CHECK(again && n_again == n && memcmp(again, stream, n) == 0);
        free(again);
    }
    free(stream);
}

/* The first byte says whether check sums are repaired, and whether the run keeps going. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    size_t n_stream;
    char *script = n ? fuzz_string(bytes + 1, n - 1) : NULL;
    if (!script)
        return 0;
    if (fuzz_folder_enter()) {
        write_images();
        FUZZ_CHECK(resume(false) == ML_OK && atexit(forget) == 0);
        genuine = fuzz_read("s", &n_genuine);
        FUZZ_CHECK(genuine);
    }
    char *stream = change(genuine, n_genuine, script, &n_stream);
    if (*bytes & 1)
        fuzz_repair_lines((uint8_t *)stream, n_stream);
    fuzz_write("s", stream, n_stream);
    check_stream(stream, n_stream, resume(*bytes & 2), *bytes & 2);
    fuzz_folder_leave();
    free(stream);
    free(script);
    return 0;
}
