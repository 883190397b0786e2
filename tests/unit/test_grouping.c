/* input/grouping: rules, and the groups that they give to images. */
#include "tree.h"
#include "unit.h"

#include "input/grouping.h"

#include <stdio.h>

START_TEST(rules_are_words)
{
    static const char *const good[] = {"dir",  "dir:1", "dir:12", "before:_", "before:a:b", "before: ",
                                       "file", "index", "none",   "list:f",   "list:a:b"},
                             *const bad[] = {"",      "di",       "dirs",   "dir:",    "dir:0", "dir:-1", "dir:1.5",
                                             "dir:x", "dir:1001", "before", "before:", "file:", "file:x", "index:",
                                             "list",  "list:",    "none:",  "auto",    "File",  " dir"};
    ml_error error = ML_ERROR_INIT;
    ml_group_rule rule;
    for (size_t i = 0; i < ML_COUNT(good); i++)
        EXPECT(ml_group_rule_parse("group", good[i], &error, &rule) == ML_OK && rule.words == good[i], "%s: %s", good[i],
               error.text);
    for (size_t i = 0; i < ML_COUNT(bad); i++)
        EXPECT(ml_group_rule_parse("group", bad[i], &error, &rule) == ML_E_USAGE && strncmp(error.text, "--group: ", 9) == 0,
               "'%s' is a rule", bad[i]);
}
END_TEST

/* "": an error. */
static const struct {
    const char *rule, *id, *truth, *group;
} cases[] = {
    {"dir", "a/b/x", "t/a/b/x.png", "a"},
    {"dir:1", "a/b/x", "t/a/b/x.png", "a"},
    {"dir:2", "a/b/x", "t/a/b/x.png", "a/b"},
    {"dir:3", "a/b/x", "t/a/b/x.png", ""},
    {"dir", "x", "t/x.png", ""},
    {"dir", "/x", "/x.png", ""},
    {"dir:2", "/data/x", "/data/x.png", "/data"},
    {"dir", "a/v[3]", "t/a/v.npy[3]", "a"},
    {"before:_", "frankfurt_000000_000294", "t.png", "frankfurt"},
    {"before:_", "a/b_c", "t.png", "a/b"},
    {"before:_", "ab", "t.png", ""},
    {"before:_", "_b", "t.png", ""},
    {"before:00", "x/y00z", "t.png", "x/y"},
    {"before:[", "v[12]", "v.npy[12]", "v"},
    {"file", "a/x", "t/a/x.png", "a/x"},
    {"file", "a/v[3]", "t/a/v.npy[3]", "a/v"},
    {"file", "x[3]", "t/x[3].png", "x[3]"}, /* called so, but no batch */
    {"file", "x[3]", "t/x.npy[4]", "x[3]"},
    {"index", "a/v[0]", "t/a/v.npy[0]", "0"},
    {"index", "a/v[13]", "t/a/v.npy[13]", "13"},
    {"index", "a/x", "t/a/x.png", ""},
    {"index", "x[3]", "t/x[3].png", ""},
    {"list", "a", "a.png", "one"},
    {"list", "b c", "b c.png", " two words"},
    {"list", "v[1]", "v.npy[1]", "three"},
    {"list", "v[2]", "v.npy[2]", "one"}, /* what is said of the batch */
    {"list", "v[1", "v.png", ""},
    {"list", "w[2]", "w[2].png", ""}, /* no batch */
    {"list", "\xff", "t.png", "\xfe\\"},
    {"list", "c", "c.png", ""},
};

static const char list_text[] = "b c\t two words\nv\tone\na\tone\nv[1]\tthree\nw\tone\n\xff\t\xfe\\\na\tone";

START_TEST(rules_give_groups)
{
    char path[TREE_PATH_SIZE], words[TREE_PATH_SIZE + 8];
    tree_path("groups.txt", path);
    tree_write(path, list_text);
    snprintf(words, sizeof words, "list:%s", path);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_group_rule rule;
        ml_grouping grouping;
        char *name = NULL;
        const char *said = strcmp(cases[i].rule, "list") == 0 ? words : cases[i].rule;
        ck_assert_int_eq(ml_group_rule_parse("group", said, &error, &rule), ML_OK);
        EXPECT(ml_grouping_open(&rule, &error, &grouping) == ML_OK, "%s", error.text);
        ml_status status = ml_grouping_name(&grouping, cases[i].id, cases[i].truth, &error, &name);
        if (*cases[i].group)
            EXPECT(status == ML_OK && strcmp(name, cases[i].group) == 0, "%s of %s: %s", said, cases[i].id,
                   status ? error.text : name);
        else
            EXPECT(status == ML_E_INPUT && strstr(error.text, cases[i].id), "%s of %s: %s", said, cases[i].id,
                   status ? error.text : name);
        free(name);
        ml_grouping_clear(&grouping);
    }
}
END_TEST

START_TEST(other_lines_are_errors)
{
    static const struct {
        const char *text, *where; /* NULL: it is good */
    } lists[] = {
        {"", NULL},
        {"a\tx\n", NULL},
        {"a\tx\na\tx\n", NULL},
        {"a\n", ":1: "},
        {"a\tx\r\n", ":1: "},
        {"a\tx\nb\t\n", ":2: "},
        {"a\tx\n\tx\n", ":2: "},
        {"a\tx\n\nb\ty\n", ":2: "},
        {"a\tx\ty\n", ":1: "},
        {"a\tx\nb\ty\na\ty\n", ":3: "},
        {"a\tx\nb", ":2: "},
    };
    char path[TREE_PATH_SIZE], words[TREE_PATH_SIZE + 8];
    tree_path("lines.txt", path);
    snprintf(words, sizeof words, "list:%s", path);
    for (size_t i = 0; i < ML_COUNT(lists); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_group_rule rule;
        ml_grouping grouping = {.n = 0};
        tree_write(path, lists[i].text);
        ck_assert_int_eq(ml_group_rule_parse("group", words, &error, &rule), ML_OK);
        ml_status status = ml_grouping_open(&rule, &error, &grouping);
        if (lists[i].where)
            EXPECT(status == ML_E_INPUT && strncmp(error.text, path, strlen(path)) == 0 && strstr(error.text, lists[i].where),
                   "'%s': %s", lists[i].text, error.text);
        else
            EXPECT(status == ML_OK, "'%s': %s", lists[i].text, error.text);
        ml_grouping_clear(&grouping);
    }
}
END_TEST

START_TEST(what_is_certain_is_known_beforehand)
{
    static const struct {
        const char *rule, *id;
        ml_status status;
    } pairs_of[] = {
        {"dir", "a/x", ML_OK},          {"dir", "x", ML_E_INPUT},  {"before:_", "a_b", ML_OK},
        {"before:_", "ab", ML_E_INPUT}, {"before:1", "ab", ML_OK}, /* it may be a batch */
        {"index", "a", ML_OK},          {"file", "a", ML_OK},      {"none", "a", ML_OK},
        {"list", "a", ML_OK},           {"list", "c", ML_E_INPUT}, {"list", "u", ML_OK}, /* u[7] is listed */
        {"list", "u[", ML_E_INPUT},
    };
    char path[TREE_PATH_SIZE], words[TREE_PATH_SIZE + 8], truth[] = "t.npy";
    tree_path("pairs.txt", path);
    tree_write(path, "a\tx\nu[7]\ty\n");
    snprintf(words, sizeof words, "list:%s", path);
    for (size_t i = 0; i < ML_COUNT(pairs_of); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_group_rule rule;
        ml_grouping grouping = {.n = 0};
        char id[16];
        snprintf(id, sizeof id, "%s", pairs_of[i].id);
        ml_pair pair = {.id = id, .truth = truth};
        const ml_pairs pairs = {.n = 1, .items = &pair};
        const char *said = strcmp(pairs_of[i].rule, "list") == 0 ? words : pairs_of[i].rule;
        ck_assert_int_eq(ml_group_rule_parse("group", said, &error, &rule), ML_OK);
        ck_assert_int_eq(ml_grouping_open(&rule, &error, &grouping), ML_OK);
        ml_status status = ml_grouping_check(&grouping, &pairs, &error);
        EXPECT(status == pairs_of[i].status, "%s of %s: %s", said, id, error.text);
        ml_grouping_clear(&grouping);
    }
}
END_TEST

START_TEST(volumes_are_groups_by_default)
{
    char image[] = "a.png", volume[] = "b.NII.gz", labels[] = "l.npy[3]", slice[] = "v.nii[2]";
    ml_pair items[] = {{.truth = image, .prediction = labels}, {.truth = image, .prediction = volume}};
    EXPECT(!ml_pair_is_volume(&items[0]) && ml_pair_is_volume(&items[1]), "predictions");
    items[0].truth = slice;
    EXPECT(ml_pair_is_volume(&items[0]), "a slice of a truth");
    items[1].truth = NULL;
    EXPECT(ml_pair_is_volume(&items[1]), "without a truth");
    ck_assert_int_eq(ml_group_rule_default(false).by, ML_GROUP_UNSAID);
    ck_assert_int_eq(ml_group_rule_default(true).by, ML_GROUP_FILE);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, rules_are_words);
    tcase_add_test(tests, rules_give_groups);
    tcase_add_test(tests, other_lines_are_errors);
    tcase_add_test(tests, what_is_certain_is_known_beforehand);
    tcase_add_test(tests, volumes_are_groups_by_default);
}

int main(void) { return unit_main("grouping", add_tests); }
