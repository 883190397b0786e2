/* What --group takes: a rule, and lists of groups.
 *
 * Covers: src/input/grouping.c src/io/lines.c */
#include "folder.h"

#include "input/grouping.h"

const fuzz_target ml_fuzz = {.name = "groups"};

/* Asks for the group of an image, of a batch or not. */
static void ask(const ml_grouping *grouping, const char *id, const char *truth)
{
    ml_error error = ML_ERROR_INIT;
    char *name = NULL;
    ml_status status = ml_grouping_name(grouping, id, truth, &error, &name);
    fuzz_check_error(status, &error);
    FUZZ_CHECK((status == ML_OK) == (name != NULL));
    FUZZ_CHECK(status || grouping->rule.by == ML_GROUP_LIST || grouping->rule.by == ML_GROUP_INDEX ||
               strncmp(name, id, strlen(name)) == 0);
    free(name);
}

static void ask_all(const ml_grouping *grouping, char *lines)
{
    enum { MAX_ASKED = 20 };
    int n_asked = 0;
    for (char *end; lines && n_asked < MAX_ASKED; lines = end ? end + 1 : NULL, n_asked++) {
        end = strchr(lines, '\n');
        lines[end ? (size_t)(end - lines) : strlen(lines)] = '\0';
        lines[strcspn(lines, "\t")] = '\0';
        if (!*lines)
            continue;
        ask(grouping, lines, "t.png");
        ask(grouping, lines, "t.npy[3]");
        ask(grouping, lines, "v.nii.gz[0]");
    }
}

/* The first line is the rule, the others are the file "list", and say by their ids which images are asked for. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const uint8_t *newline = n ? memchr(bytes, '\n', n) : NULL;
    size_t n_words = newline ? (size_t)(newline - bytes) : n, n_list = newline ? n - n_words - 1 : 0;
    char *words = fuzz_string(bytes, n_words), *list = newline ? fuzz_string(newline + 1, n_list) : NULL;
    ml_error error = ML_ERROR_INIT;
    ml_group_rule rule = {0};
    ml_status status = words ? ml_group_rule_parse("group", words, &error, &rule) : ML_OK;
    fuzz_check_error(status, &error);
    if (words && !status && !(rule.by == ML_GROUP_LIST && strcmp(rule.text, "list") != 0)) {
        ml_grouping grouping = {0};
        FUZZ_CHECK(rule.by != ML_GROUP_UNSAID && strcmp(rule.words, words) == 0);
        fuzz_folder_enter();
        if (newline)
            fuzz_write("list", newline + 1, n_list);
        status = ml_grouping_open(&rule, &error, &grouping);
        fuzz_check_error(status, &error);
        for (size_t l = 1; l < grouping.n; l++)
            FUZZ_CHECK(strcmp(grouping.lines[l - 1].id, grouping.lines[l].id) <= 0);
        if (!status && ml_group_rule_groups(&rule))
            ask_all(&grouping, list);
        ml_grouping_clear(&grouping);
        (void)unlink("list");
        fuzz_folder_leave();
    }
    free(words);
    free(list);
    return 0;
}
