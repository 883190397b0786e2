/* The whole program: any command with any options, over files that the input brings along.
 *
 * Covers: src/main.c src/command src/cli src/engine src/observe src/output src/input src/label */
#include "program.h"
#include "repair.h"

enum { MAX_WORDS = 48, MAX_FILES = 16, MAX_NAME = 100 };

static const char mark[] = "\n@@@";

/* A part of the input: the first one, without a name, has the words of the command line, each on a line. The others are files;
 * each begins with a line @@@NAME. */
typedef struct part {
    uint8_t *bytes;
    size_t n;
    char name[MAX_NAME];
} part;

/* The next mark, or the end. */
static uint8_t *find_mark(uint8_t *from, uint8_t *end)
{
    for (; end - from >= (ptrdiff_t)sizeof mark - 1; from++)
        if (memcmp(from, mark, sizeof mark - 1) == 0)
            return from;
    return end;
}

/* Takes the input apart; returns how many parts it has. Names stay in the folder. */
static size_t take_apart(uint8_t *bytes, size_t n, part parts[MAX_FILES + 1])
{
    uint8_t *end = bytes + n, *next = find_mark(bytes, end);
    size_t n_parts = 0;
    parts[n_parts++] = (part){.bytes = bytes, .n = (size_t)(next - bytes)};
    while (next < end && n_parts <= MAX_FILES) {
        part *p = &parts[n_parts];
        const char *name = (char *)next + sizeof mark - 1;
        uint8_t *start = memchr(name, '\n', (size_t)(end - (uint8_t *)(uintptr_t)name));
        if (!start)
            break;
        size_t n_name = (size_t)((char *)start++ - name);
        next = find_mark(start, end);
        if (n_name == 0 || n_name >= MAX_NAME || *name == '.' || memchr(name, '\0', n_name))
            continue;
        *p = (part){.bytes = start, .n = (size_t)(next - start)};
        memcpy(p->name, name, n_name);
        if (fuzz_is_below(p->name) && p->name[n_name - 1] != '/')
            n_parts++;
    }
    return n_parts;
}

static void repair(uint8_t *bytes, size_t n)
{
    part parts[MAX_FILES + 1];
    size_t n_parts = take_apart(bytes, n, parts);
    for (size_t p = 1; p < n_parts; p++)
        fuzz_repair_any(parts[p].bytes, parts[p].n);
}

const fuzz_target ml_fuzz = {.name = "program", .repair = repair, .max_places = 5};

static bool is_plain(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* Whether a word can be given to the program: it leads to no file outside of the folder, wants no bounds other than those here,
 * and no colours or progress among the messages. */
static bool is_harmless(const char *word)
{
    static const char *const others[] = {"--max", "--pro", "--col"};
    const char *equals = strchr(word, '=');
    for (size_t o = 0; o < ML_COUNT(others); o++)
        if (strncmp(word, others[o], strlen(others[o])) == 0)
            return false;
    for (const char *at = word; (at = strchr(at, '/')); at++)
        if (at == word || !is_plain(at[-1]) || (*word == '-' && (!equals || at < equals)))
            return false;
    return !strstr(word, "..");
}

/* The same of a file that may be a list of other files. */
static bool is_harmless_list(const part *p)
{
    if (memchr(p->bytes, '\0', p->n) && p->n > 0 && strchr("\x89PI\x1f\xff\x93M\\", p->bytes[0]))
        return true;
    for (size_t i = 0; i < p->n; i++)
        if ((p->bytes[i] == '/' && (i == 0 || !is_plain((char)p->bytes[i - 1]))) ||
            (p->bytes[i] == '.' && i > 0 && p->bytes[i - 1] == '.'))
            return false;
    return true;
}

/* The words of the command line, with bounds and one thread where the command has these. Returns how many; 0: it cannot be
 * used. The words are those of `text`, which is cut into them. */
static int make_words(char *text, char *words[MAX_WORDS + 1])
{
    static char program[] = "maskloss", pixels[] = "--max-pixels=16384", memory[] = "--max-memory=4194304", jobs[] = "-j1";
    int n = 0;
    words[n++] = program;
    for (char *at = text; at; n++) {
        if (n > MAX_WORDS - 3 || !is_harmless(at))
            return 0;
        words[n] = at;
        if ((at = strchr(at, '\n')))
            *at++ = '\0';
        if (n > 1)
            continue;
        if (strcmp(words[1], "eval") == 0 || strcmp(words[1], "compare") == 0)
            words[++n] = jobs;
        if (strcmp(words[1], "eval") == 0 || strcmp(words[1], "inspect") == 0 || strcmp(words[1], "explain") == 0) {
            words[++n] = pixels;
            words[++n] = memory;
        }
    }
    words[n] = NULL;
    return n;
}

/* Results in JSON are JSON, whatever the names in them. */
static void check_output(const program_result *result)
{
    FUZZ_CHECK(ml_utf8_valid(result->output, result->n_output));
    FUZZ_CHECK(result->status != ML_E_USAGE || result->n_output == 0);
    if (result->n_output < 12 || strncmp(result->output, "{\"maskloss\":", 12) != 0) {
        FUZZ_CHECK(result->output[0] != '{' || result->status > ML_E_GATE || program_is_json(result->output, result->n_output));
        return;
    }
    for (const char *line = result->output, *end; (end = strchr(line, '\n')); line = end + 1)
        FUZZ_CHECK(program_is_json(line, (size_t)(end - line)));
}

static program_result run_parts(const part *parts, size_t n_parts)
{
    program_result result = {.status = -1};
    char *words[MAX_WORDS + 1], *text = fuzz_string(parts[0].bytes, parts[0].n);
    int argc = text ? make_words(text, words) : 0;
    if (argc > 0) {
        for (size_t p = 1; p < n_parts; p++)
            fuzz_write(parts[p].name, parts[p].bytes, parts[p].n);
        result = program_run(argc, words);
        program_check_folder();
        fuzz_folder_empty(NULL);
    }
    free(text);
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    part parts[MAX_FILES + 1];
    uint8_t *own = malloc(n ? n : 1);
    FUZZ_CHECK(own);
    memcpy(own, bytes, n);
    size_t n_parts = take_apart(own, n, parts);
    bool is_harmless_input = true;
    for (size_t p = 1; p < n_parts; p++)
        is_harmless_input = is_harmless_input && is_harmless_list(&parts[p]);
    if (is_harmless_input) {
        fuzz_folder_enter();
        program_result result = run_parts(parts, n_parts);
        if (result.status >= 0)
            check_output(&result);
        if (result.status >= 0 && n % 8 == 0) { /* what is said does not depend on anything else */
            program_result again = run_parts(parts, n_parts);
            FUZZ_CHECK(again.status == result.status && strcmp(again.messages, result.messages) == 0);
            FUZZ_CHECK(again.n_output == result.n_output && memcmp(again.output, result.output, again.n_output) == 0);
            program_result_clear(&again);
        }
        if (result.status >= 0)
            program_result_clear(&result);
        fuzz_folder_leave();
    }
    free(own);
    return 0;
}
