/* The groups of images; see grouping.h. */
#include "input/grouping.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "format/registry.h"
#include "io/lines.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_DIRECTORIES = 1000, BLOCK_BYTES = 64 << 10, MAX_LINE_BYTES = 1 << 20 };

/* What begins a rule, and what may follow it. */
static const struct {
    const char *word;
    ml_group_by by;
    enum { NOTHING, MAY_FOLLOW, MUST_FOLLOW } text; /* behind a colon */
} rules[] = {
    {"dir", ML_GROUP_DIR, MAY_FOLLOW},  {"before", ML_GROUP_BEFORE, MUST_FOLLOW}, {"file", ML_GROUP_FILE, NOTHING},
    {"index", ML_GROUP_INDEX, NOTHING}, {"list", ML_GROUP_LIST, MUST_FOLLOW},     {"none", ML_GROUP_NONE, NOTHING},
};

ml_status ml_group_rule_parse(const char *option, const char *words, ml_error *error, ml_group_rule *rule)
{
    size_t n = strcspn(words, ":"), r = 0;
    const char *text = words[n] ? words + n + 1 : NULL;
    uint64_t n_directories = 1;
    while (r < ML_COUNT(rules) && !(strlen(rules[r].word) == n && memcmp(rules[r].word, words, n) == 0))
        r++;
    bool fits = r < ML_COUNT(rules) && (text ? rules[r].text != NOTHING && *text : rules[r].text != MUST_FOLLOW);
    if (!fits)
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no rule; there are %s", option, words, ML_GROUP_RULES);
    if (rules[r].by == ML_GROUP_DIR && text &&
        (!ml_integer_parse(text, strlen(text), MAX_DIRECTORIES, &n_directories) || n_directories == 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s': '%s' is no number of directories, 1 to %d", option, words, text,
                       MAX_DIRECTORIES);
    *rule = (ml_group_rule){rules[r].by, words, (size_t)n_directories, text};
    return ML_OK;
}

bool ml_is_volume(const char *path)
{
    uint64_t number;
    const ml_file_format *format = ml_file_format_of_name(path, ml_id_split(path, &number));
    return ml_file_format_is(format, ML_FORMAT_SLICES);
}

bool ml_pair_is_volume(const ml_pair *pair)
{
    return (pair->truth && ml_is_volume(pair->truth)) || (pair->prediction && ml_is_volume(pair->prediction));
}

ml_group_rule ml_group_rule_default(bool has_volumes)
{
    return has_volumes ? (ml_group_rule){.by = ML_GROUP_FILE, .words = "file"}
                       : (ml_group_rule){ML_GROUP_UNSAID, NULL, 0, NULL};
}

static int compare_lines(const void *a, const void *b)
{
    const ml_group_line *x = a, *y = b;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

static int compare_id(const void *id, const void *line)
{
    const ml_group_line *l = line;
    return strcmp(id, l->id);
}

static ml_status add_line(ml_grouping *grouping, const char *name, size_t number, const char *text, size_t n, ml_error *error)
{
    const char *tab = memchr(text, '\t', n);
    size_t n_id = tab ? (size_t)(tab - text) : n;
    const char *wrong = memchr(text, '\0', n)                 ? "has a NUL"
                        : n > 0 && text[n - 1] == '\r'        ? "ends in a CR"
                        : !tab                                ? "has no TAB"
                        : n_id == 0                           ? "has no id before the TAB"
                        : n_id + 1 == n                       ? "has no group behind the TAB"
                        : memchr(tab + 1, '\t', n - n_id - 1) ? "has more than one TAB"
                                                              : NULL;
    if (wrong)
        return ml_fail(error, ML_E_INPUT, "%s:%zu: the line %s; an id, a TAB and a group are wanted", name, number, wrong);
    char *copy = ml_strndup(text, n);
    if (!copy || !ml_grow(&grouping->lines, &grouping->capacity, grouping->n, sizeof *grouping->lines)) {
        free(copy);
        return ml_fail_memory(error, "the groups");
    }
    copy[n_id] = '\0';
    grouping->lines[grouping->n++] = (ml_group_line){copy, copy + n_id + 1, number};
    return ML_OK;
}

/* Whether an id is there twice with different groups. */
static ml_status check_lines(const ml_grouping *grouping, const char *name, ml_error *error)
{
    for (size_t i = 1; i < grouping->n; i++) {
        const ml_group_line *before = &grouping->lines[i - 1], *line = &grouping->lines[i];
        if (strcmp(before->id, line->id) == 0 && strcmp(before->group, line->group) != 0)
            return ml_fail(error, ML_E_INPUT, "%s:%zu: \"%s\" is in the group \"%s\", but in \"%s\" in line %zu", name,
                           line->number, line->id, line->group, before->group, before->number);
    }
    return ML_OK;
}

static ml_status read_lines(ml_grouping *grouping, ml_lines *lines, ml_error *error)
{
    const char *text;
    size_t n;
    ml_status status = ml_lines_next(lines, error, &text, &n);
    while (!status && text) {
        status = add_line(grouping, lines->name, (size_t)lines->n_lines, text, n, error);
        if (!status)
            status = ml_lines_next(lines, error, &text, &n);
    }
    if (!status && lines->n > lines->start) /* the last one, without its end */
        status = add_line(grouping, lines->name, (size_t)lines->n_lines + 1, lines->bytes + lines->start,
                          lines->n - lines->start, error);
    if (!status && grouping->n > 0)
        qsort(grouping->lines, grouping->n, sizeof *grouping->lines, compare_lines);
    return status ? status : check_lines(grouping, lines->name, error);
}

ml_status ml_grouping_open(const ml_group_rule *rule, ml_error *error, ml_grouping *grouping)
{
    ml_grouping made = {.rule = *rule};
    ml_status status = ML_OK;
    if (rule->by == ML_GROUP_LIST) {
        ml_lines lines;
        status = ml_lines_open(rule->text, true, BLOCK_BYTES, MAX_LINE_BYTES, error, &lines);
        if (!status) {
            status = read_lines(&made, &lines, error);
            ml_lines_close(&lines);
        }
    }
    if (status)
        ml_grouping_clear(&made);
    else
        *grouping = made;
    return status;
}

void ml_grouping_clear(ml_grouping *grouping)
{
    for (size_t i = 0; i < grouping->n; i++)
        free(grouping->lines[i].id);
    free(grouping->lines);
    *grouping = (ml_grouping){0};
}

/* An image's id, taken apart. */
typedef struct image_id {
    const char *id;
    size_t n;      /* of it, without the brackets of an image of a batch */
    bool is_batch; /* it is one */
} image_id;

/* The truth of an image of a batch is FILE[n] too. */
static image_id split(const char *id, const char *truth)
{
    uint64_t number, of_truth;
    size_t n = ml_id_split(id, &number);
    ml_id_split(truth, &of_truth);
    bool is_batch = number > 0 && number == of_truth;
    return (image_id){id, is_batch ? n : strlen(id), is_batch};
}

/* What a list says of the first n bytes of an id; NULL: nothing. */
static const char *look_up(const ml_grouping *grouping, const char *id, size_t n, char *room)
{
    memcpy(room, id, n);
    room[n] = '\0';
    const ml_group_line *line =
        grouping->n ? bsearch(room, grouping->lines, grouping->n, sizeof *grouping->lines, compare_id) : NULL;
    return line ? line->group : NULL;
}

static const char *listed(const ml_grouping *grouping, const image_id *image, char *room)
{
    const char *group = look_up(grouping, image->id, strlen(image->id), room);
    return group || !image->is_batch ? group : look_up(grouping, image->id, image->n, room);
}

/* The first directories of an id, without the last slash; 0: it has fewer. */
static size_t directories(const char *id, size_t n_wanted)
{
    const char *end = id;
    for (size_t n = 0; n < n_wanted; n++) {
        const char *slash = strchr(end, '/');
        if (!slash)
            return 0;
        end = slash + 1;
    }
    return (size_t)(end - id) - 1;
}

/* The name as a text of n bytes; 0: there is none. */
static const char *find_name(const ml_grouping *grouping, const image_id *image, char *room, size_t *n)
{
    const ml_group_rule *rule = &grouping->rule;
    const char *found;
    switch (rule->by) {
    case ML_GROUP_DIR: *n = directories(image->id, rule->n_directories); return image->id;
    case ML_GROUP_BEFORE:
        found = strstr(image->id, rule->text);
        *n = found ? (size_t)(found - image->id) : 0;
        return image->id;
    case ML_GROUP_INDEX: *n = image->is_batch ? strlen(image->id) - image->n - 2 : 0; return image->id + image->n + 1;
    case ML_GROUP_LIST:
        found = listed(grouping, image, room);
        *n = found ? strlen(found) : 0;
        return found;
    default: *n = image->n; return image->id;
    }
}

static ml_status fail_without(const ml_group_rule *rule, const char *id, ml_error *error)
{
    static const char *const why[] = {
        [ML_GROUP_DIR] = "it is in fewer directories",
        [ML_GROUP_BEFORE] = "the text is not in it, or nothing is before it",
        [ML_GROUP_FILE] = "it has no name",
        [ML_GROUP_INDEX] = "it is no image of a batch",
        [ML_GROUP_LIST] = "it is not listed",
    };
    return ml_fail(error, ML_E_INPUT, "--group=%s: the image \"%s\" has no group: %s", rule->words, id, why[rule->by]);
}

ml_status ml_grouping_name(const ml_grouping *grouping, const char *id, const char *truth, ml_error *error, char **name)
{
    const image_id image = split(id, truth);
    size_t n = 0;
    char *room = ml_alloc(strlen(id) + 1, 1);
    const char *found = room ? find_name(grouping, &image, room, &n) : NULL;
    char *copy = n > 0 ? ml_strndup(found, n) : NULL;
    bool lacks_memory = !room || (n > 0 && !copy);
    free(room);
    if (lacks_memory)
        return ml_fail_memory(error, "the name of a group");
    if (!copy)
        return fail_without(&grouping->rule, id, error);
    *name = copy;
    return ML_OK;
}

/* Whether an image of the pair, of which it is not known whether it is a batch, may have a group that it does not have
 * itself. */
static bool may_have(const ml_grouping *grouping, const char *id)
{
    const ml_group_rule *rule = &grouping->rule;
    size_t n = strlen(id), low = 0, high = grouping->n;
    if (rule->by == ML_GROUP_BEFORE)
        return strpbrk(rule->text, "[]0123456789") != NULL; /* it may be found in ID[n] */
    if (rule->by != ML_GROUP_LIST)
        return rule->by == ML_GROUP_INDEX;
    while (low < high) { /* the first id that is greater */
        size_t middle = low + (high - low) / 2;
        if (strcmp(grouping->lines[middle].id, id) > 0)
            high = middle;
        else
            low = middle + 1;
    }
    for (; low < grouping->n && strncmp(grouping->lines[low].id, id, n) == 0; low++)
        if (grouping->lines[low].id[n] == '[')
            return true;
    return false;
}

ml_status ml_grouping_check(const ml_grouping *grouping, const ml_pairs *pairs, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < pairs->n && !status && ml_group_rule_groups(&grouping->rule); i++) {
        const ml_pair *pair = &pairs->items[i];
        const char *id = pair->id;
        char *name = NULL;
        status = ml_grouping_name(grouping, id, pair->truth ? pair->truth : pair->prediction, error, &name);
        free(name);
        if (status == ML_E_INPUT && may_have(grouping, id)) {
            ml_error_clear(error);
            status = ML_OK;
        }
    }
    return status;
}
