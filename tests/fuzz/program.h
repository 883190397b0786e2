/* The program itself, run in this process: main with its arguments, in the folder of the target, and what it wrote. */
#ifndef ML_TESTS_FUZZ_PROGRAM_H
#define ML_TESTS_FUZZ_PROGRAM_H

#include "folder.h"

int program_main(int argc, char **argv);
#define main program_main
#include "main.c"
#undef main

#include "base/text.h"

#include <cjson/cJSON.h>
#include <getopt.h>

/* What became of a run. The texts are owned, and ended with NUL. */
typedef struct program_result {
    int status;
    char *output, *messages; /* of standard output and standard error */
    size_t n_output, n_messages;
} program_result;

static inline void program_result_clear(program_result *result)
{
    free(result->output);
    free(result->messages);
}

/* Lets a standard descriptor lead to a file (NULL: nowhere); returns what it led to. */
static inline int program_redirect(int standard, const char *name)
{
    int kept = dup(standard);
    int fd = name ? open(name, O_RDWR | O_CREAT | O_TRUNC, 0666) : open("/dev/null", O_RDWR);
    FUZZ_CHECK(kept >= 0 && fd >= 0 && dup2(fd, standard) == standard && close(fd) == 0);
    return kept;
}

static inline void program_restore(int standard, int kept) { FUZZ_CHECK(dup2(kept, standard) == standard && close(kept) == 0); }

/* Messages are lines of readable text, and none is endless. */
static inline void program_check_messages(const program_result *result)
{
    const char *end;
    FUZZ_CHECK(ml_utf8_valid(result->messages, result->n_messages) && strlen(result->messages) == result->n_messages);
    FUZZ_CHECK(result->n_messages == 0 || result->messages[result->n_messages - 1] == '\n');
    for (const char *line = result->messages; *line; line = end + 1) {
        end = strchr(line, '\n');
        FUZZ_CHECK(strncmp(line, "maskloss: ", 10) == 0 && end - line < 4 * ML_ERROR_TEXT_SIZE);
        for (const char *c = line; c < end; c++)
            FUZZ_CHECK((unsigned char)*c >= ' ' && *c != 127);
    }
}

/* Runs the program in the current folder. What it says fits its status: one that is not 0 comes with a message. */
static inline program_result program_run(int argc, char **argv)
{
    static char name[] = "x";
    char *none[] = {name, NULL};
    program_result result = {0};
    int kept[3];
    optind = 0; /* it may still be inside a word of the last run */
    FUZZ_CHECK(getopt(1, none, "") == -1);
    kept[0] = program_redirect(STDIN_FILENO, NULL);
    fflush(stderr);
    kept[1] = program_redirect(STDOUT_FILENO, ".output");
    kept[2] = program_redirect(STDERR_FILENO, ".messages");
    result.status = program_main(argc, argv);
    fflush(stderr);
    for (int fd = 0; fd < 3; fd++)
        program_restore(fd, kept[fd]);
    result.output = fuzz_read(".output", &result.n_output);
    result.messages = fuzz_read(".messages", &result.n_messages);
    FUZZ_CHECK(result.output && result.messages && unlink(".output") == 0 && unlink(".messages") == 0);
    FUZZ_CHECK(result.status >= ML_OK && result.status <= ML_E_SYSTEM);
    FUZZ_CHECK(result.status == ML_OK || result.n_messages > 0);
    program_check_messages(&result);
    return result;
}

/* Whether a text is one value of JSON. */
static inline bool program_is_json(const char *text, size_t n)
{
    const char *end = NULL;
    cJSON *json = ml_utf8_valid(text, n) ? cJSON_ParseWithLengthOpts(text, n, &end, false) : NULL;
    bool is_whole = json && end;
    for (; is_whole && end < text + n; end++)
        is_whole = *end == '\n' || *end == '\0';
    cJSON_Delete(json);
    return is_whole;
}

/* Nothing is left in the current folder that the program writes for a while: it names such files like this. */
static inline void program_check_folder(void)
{
    DIR *folder = opendir(".");
    FUZZ_CHECK(folder);
    for (const struct dirent *entry; (entry = readdir(folder));)
        FUZZ_CHECK(entry->d_name[0] != '.' || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(folder);
}

#endif
