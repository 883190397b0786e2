/* input/class_set: class sets in JSON, sound and broken. */
#include "data.h"
#include "unit.h"

#include "input/class_set.h"

/* Reads a class set from memory. */
static ml_status read_text(const char *name, const void *text, size_t n, ml_error *error, ml_classes *classes)
{
    ml_source source = ml_source_memory(name, text, n);
    ml_status status = ml_class_set_read(&source, error, classes);
    return status;
}

static ml_classes read_good(const char *name)
{
    char path[DATA_PATH_SIZE];
    size_t n;
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    uint8_t *text = data_read(data_path(name, path), &n);
    EXPECT(read_text(name, text, n, &error, &classes) == ML_OK, "%s", error.text);
    free(text);
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s: %s", name, error.text);
    return classes;
}

static ml_classes read_string(const char *text)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    EXPECT(read_text("set.json", text, strlen(text), &error, &classes) == ML_OK, "%s: %s", text, error.text);
    return classes;
}

START_TEST(names_labels_colours_weights_ignore_and_mask_are_read)
{
    static const char *const names[] = {"background", "road", "car"};
    static const uint16_t labels[3][2] = {{0, 3}, {1, 7}, {2, 8}};
    static const uint8_t colors[3][3] = {{70, 130, 180}, {128, 64, 128}, {0, 0, 142}};
    static const double weights[] = {1, 2, 4};
    ml_classes classes = read_good("good-classes-3.json");
    ck_assert_uint_eq(classes.n, 3);
    for (size_t c = 0; c < 3; c++) {
        const ml_class *class = &classes.items[c];
        ck_assert_str_eq(class->name, names[c]);
        ck_assert(class->n_labels == 2 && class->labels[0].first == labels[c][0] && class->labels[1].last == labels[c][1]);
        ck_assert(class->has_color && memcmp(class->color, colors[c], 3) == 0);
        ck_assert(unit_same(class->weight, weights[c]));
        ck_assert(ml_label_class(&classes.class_of, labels[c][0]) == c && ml_label_class(&classes.class_of, labels[c][1]) == c);
        ck_assert(classes.mask[c] == (c == 0));
    }
    ck_assert(classes.has_mask && classes.ignored.n == 1 && classes.ignored.items[0] == 255);
    ck_assert(ml_label_class(&classes.class_of, 255) == ML_IGNORED && ml_label_class(&classes.class_of, 4) == ML_NONE &&
              classes.n_ignored_colors == 0);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(names_that_are_their_own_indices_are_allowed)
{
    ml_classes classes = read_good("good-classes-numbers.json");
    ck_assert(classes.n == 3 && !classes.has_mask && classes.ignored.n == 0);
    ck_assert_str_eq(classes.items[2].name, "2");
    ck_assert(unit_same(classes.items[2].weight, 1) && !classes.items[2].has_color &&
              ml_label_class(&classes.class_of, 2) == 2);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(names_may_have_any_letters_quotes_and_backslashes)
{
    ml_classes classes = read_good("good-classes-names.json");
    ck_assert_str_eq(classes.items[1].name, "Stra\xc3\x9f"
                                            "e");
    ck_assert_str_eq(classes.items[2].name, "\xf0\x9f\x9a\x97 \"Auto\"\\");
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(many_labels_of_one_class_are_read_in_ascending_order)
{
    ml_classes classes = read_good("good-classes-modulo.json");
    ck_assert_uint_eq(classes.n, 3);
    for (size_t c = 0; c < 3; c++)
        for (size_t i = 0; i < classes.items[c].n_labels; i++) {
            uint32_t label = classes.items[c].labels[i].first;
            EXPECT(label % 3 == c && (i == 0 || label > classes.items[c].labels[i - 1].last), "label %u of class %zu", label,
                   c);
            EXPECT(ml_label_class(&classes.class_of, label) == c, "label %u means %u", label,
                   ml_label_class(&classes.class_of, label));
        }
    ck_assert(ml_label_class(&classes.class_of, 254) == 2 && ml_label_class(&classes.class_of, 17) == ML_NONE &&
              ml_label_class(&classes.class_of, 255) == ML_NONE);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(the_other_good_sets_have_their_labels)
{
    static const struct {
        const char *name;
        uint16_t label, class;
    } cases[] = {
        {"mask", 0, 0},
        {"mask", 255, 1},
        {"mask", 1, ML_NONE},
        {"gray4-scaled", 17, 1},
        {"gray4-scaled", 34, 2},
        {"gray4-scaled", 1, ML_NONE},
        {"gray4-both", 1, 1},
        {"gray4-both", 17, 1},
        {"gray4-both", 34, 2},
        {"gray4-differ", 34, 1},
        {"gray4-differ", 17, 2},
        {"gray4-differ", 1, 1},
        {"ignored-label", 2, ML_IGNORED},
        {"ignored-label", 8, ML_IGNORED},
        {"ignored-label", 255, ML_NONE},
        {"ignored-label", 7, 1},
        {"ignore-colour", 255, ML_IGNORED},
        {"ignore-colour", 8, 2},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char name[64];
        snprintf(name, sizeof name, "good-classes-%s.json", cases[i].name);
        ml_classes classes = read_good(name);
        EXPECT(ml_label_class(&classes.class_of, cases[i].label) == cases[i].class, "%s: label %u means %u", name,
               cases[i].label, ml_label_class(&classes.class_of, cases[i].label));
        ml_classes_clear(&classes);
    }
    ml_classes classes = read_good("good-classes-ignore-colour.json");
    ck_assert(classes.n_ignored_colors == 1 && classes.ignored_colors[0][0] == 0 && classes.ignored_colors[0][2] == 142);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(every_good_class_set_is_read)
{
    glob_t found = data_glob("good-classes-*.json", 10);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        ml_classes classes = read_good(data_name(found.gl_pathv[i]));
        EXPECT(classes.n == (strstr(found.gl_pathv[i], "-mask.") ? 2 : 3), "%s: %zu classes", found.gl_pathv[i], classes.n);
        ml_classes_clear(&classes);
    }
    globfree(&found);
}
END_TEST

START_TEST(every_bad_class_set_is_refused_with_its_name)
{
    glob_t found = data_glob("bad-classes-*.json", 30);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        size_t n;
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        uint8_t *text = data_read(path, &n);
        ml_status status = read_text(path, text, n, &error, &classes);
        free(text);
        if (strstr(path, "label-twice") || strstr(path, "color-twice")) {
            /* found when the labels are indexed; whoever calls that knows the name */
            EXPECT(status == ML_OK && ml_classes_index(&classes, &error) == ML_E_INPUT, "%s is accepted", path);
            ml_classes_clear(&classes);
            continue;
        }
        EXPECT(status == ML_E_INPUT && error.status == ML_E_INPUT, "%s: status %d", path, (int)status);
        EXPECT(strstr(error.text, path), "%s is not named: %s", path, error.text);
        EXPECT(classes.n == 0 && !classes.items, "%s: something is held", path);
    }
    globfree(&found);
}
END_TEST

START_TEST(error_messages_name_the_place)
{
    static const struct {
        const char *name, *place, *what;
    } cases[] = {
        {"class-key-twice", "class 1", "\"labels\""},
        {"class-key-unknown", "class 0", "\"colour\""},
        {"key-twice", "\"ignore\"", "twice"},
        {"key-unknown", "\"ignored\"", "unknown"},
        {"key-case", "\"Ignore\"", "unknown"},
        {"name-missing", "class 1", "\"name\""},
        {"name-empty", "class 1", "\"name\""},
        {"name-number", "class 1", "\"name\""},
        {"name-twice", "class 2", "\"name\""},
        {"label-negative", "class 2", "\"labels\""},
        {"label-fraction", "class 2", "\"labels\""},
        {"color-range", "class 2", "\"color\""},
        {"color-length", "class 2", "\"color\""},
        {"weight-negative", "class 1", "\"weight\""},
        {"weight-infinite", "class 1", "\"weight\""},
        {"weight-text", "class 1", "\"weight\""},
        {"mask-unknown", "\"mask\"", "class"},
        {"ignore-negative", "\"ignore\"", "label"},
        {"one", "\"classes\"", "2"},
        {"none", "\"classes\"", "2"},
        {"no-classes", "\"classes\"", "missing"},
        {"not-json", ".json:1:1:", "JSON"},
        {"comma", ".json:6:", "JSON"},
        {"trailing", ".json:10:", "JSON"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char name[64], path[DATA_PATH_SIZE];
        size_t n;
        ml_error error = ML_ERROR_INIT;
        ml_classes classes;
        snprintf(name, sizeof name, "bad-classes-%s.json", cases[i].name);
        uint8_t *text = data_read(data_path(name, path), &n);
        EXPECT(read_text(name, text, n, &error, &classes) == ML_E_INPUT, "%s is accepted", name);
        EXPECT(strstr(error.text, cases[i].place) && strstr(error.text, cases[i].what), "%s: %s", name, error.text);
        free(text);
    }
}
END_TEST

START_TEST(only_the_names_are_needed)
{
    ml_classes classes = read_string("{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    for (size_t c = 0; c < 2; c++)
        ck_assert(classes.items[c].n_labels == 1 && classes.items[c].labels[0].first == c &&
                  classes.items[c].labels[0].last == c && ml_label_class(&classes.class_of, (uint32_t)c) == c);
    ck_assert(!classes.has_mask);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(lists_may_be_empty_and_come_in_any_order)
{
    ml_classes classes = read_string("{\"mask\":[1,\"a\"],\"ignore\":[],\"description\":\"for people\",\"classes\":"
                                     "[{\"labels\":[],\"name\":\"a\"},{\"weight\":0,\"labels\":[9,3,65535],\"name\":\"b\"}]}");
    ck_assert(classes.has_mask && classes.mask[0] && classes.mask[1]);
    ck_assert(classes.items[0].n_labels == 0 && classes.items[1].n_labels == 3 && unit_same(classes.items[1].weight, 0));
    ck_assert(classes.items[1].labels[0].first == 3 && classes.items[1].labels[1].first == 9 &&
              classes.items[1].labels[2].first == 65535);
    ml_classes_clear(&classes);
    classes = read_string("{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[]}");
    ck_assert(classes.has_mask && !classes.mask[0] && !classes.mask[1]); /* said to be none, not left to the default */
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(labels_may_be_ranges)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes = read_string("{\"classes\":[{\"name\":\"a\",\"labels\":[[26000,26999],26]},"
                                     "{\"name\":\"b\",\"labels\":[[65000,70000],16777215,[27000,27000]]}],\"ignore\":[66000]}");
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    const ml_label_range *a = classes.items[0].labels, *b = classes.items[1].labels;
    ck_assert(classes.items[0].n_labels == 2 && a[0].first == 26 && a[0].last == 26 && a[1].first == 26000 &&
              a[1].last == 26999);
    ck_assert(classes.items[1].n_labels == 3 && b[0].first == 27000 && b[1].last == 70000 && b[2].first == 16777215);
    ck_assert(ml_label_class(&classes.class_of, 26500) == 0 && ml_label_class(&classes.class_of, 27000) == 1);
    ck_assert(ml_label_class(&classes.class_of, 70000) == 1 && ml_label_class(&classes.class_of, 70001) == ML_NONE);
    ck_assert(ml_label_class(&classes.class_of, 66000) == ML_IGNORED && ml_label_class(&classes.class_of, 16777215) == 1);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(ranges_that_overlap_are_refused)
{
    static const struct {
        const char *labels[2], *says;
    } cases[] = {
        {{"[[1,5],5]", "[9]"}, "stands there twice"},
        {{"[[1,5],[2,3]]", "[9]"}, "stands there twice"},
        {{"[[1,5]]", "[3]"}, "label 3 stands for both \"a\" and \"b\""},
        {{"[[7,90000]]", "[8,[80000,100000]]"}, "label 8 stands for both \"a\" and \"b\""},
        {{"[9,[80000,100000]]", "[[7,90000]]"}, "label 9 stands for both \"a\" and \"b\""},
        {{"[16777215]", "[[5,16777215]]"}, "label 16777215 stands for both"},
        {{"[[5,4]]", "[9]"}, "ranges [first, last]"},
        {{"[[5]]", "[9]"}, "ranges [first, last]"},
        {{"[[1,2,3]]", "[9]"}, "ranges [first, last]"},
        {{"[[1,16777216]]", "[9]"}, "ranges [first, last]"},
        {{"[[1,2.5]]", "[9]"}, "ranges [first, last]"},
        {{"[[1,[2,3]]]", "[9]"}, "ranges [first, last]"},
        {{"[[]]", "[9]"}, "ranges [first, last]"},
        {{"[[\"1\",2]]", "[9]"}, "ranges [first, last]"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char text[256];
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        int n = snprintf(text, sizeof text, "{\"classes\":[{\"name\":\"a\",\"labels\":%s},{\"name\":\"b\",\"labels\":%s}]}",
                         cases[i].labels[0], cases[i].labels[1]);
        ml_status status = read_text("set.json", text, (size_t)n, &error, &classes);
        if (!status)
            status = ml_classes_index(&classes, &error);
        EXPECT(status == ML_E_INPUT && strstr(error.text, cases[i].says), "%s: %s", text, error.text);
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(wrong_types_and_values_are_refused)
{
    static const char *const bad[] = {
        "null",
        "1",
        "\"text\"",
        "{}",
        "[{\"name\":\"a\"},{\"name\":\"b\"}]",
        "{\"classes\":[{\"name\":\"a\"},7]}",
        "{\"classes\":[{\"name\":\"a\"},[]]}",
        "{\"classes\":[{\"name\":\"a\"},null]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":null}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"labels\":3}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"labels\":[16777216]}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"labels\":[true]}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"labels\":[1,2,1]}]}",
        "{\"classes\":[{\"name\":\"a\\n\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\\u001b[2J\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\\u007f\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\\u009b\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"labels\":[[1]]}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"labels\":{\"0\":1}}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"color\":\"red\"}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"color\":[1,2,3,4]}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"color\":[1,2,-1]}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"weight\":null}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"weight\":[1]}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":\"a\"}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[2]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[5]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[\"5\"]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[-1]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[0.5]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":[null]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"ignore\":255}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"ignore\":[16777216]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"ignore\":[\"255\"]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"ignore\":[[0,0]]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"ignore\":[[0,0,256]]}",
        "{\"classes\":[{\"name\":\"1\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"18446744073709551615\"}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}]",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}]}x",
        "{'classes':[]}",
        "{\"classes\":[{\"name\":\"a\"} {\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\",},{\"name\":\"b\"}]}",
        "{\"classes\":[{name:\"a\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"\\ud83d\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\\u0000\"},{\"name\":\"b\"}]}",
        "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\",\"na\\u0000me\":\"c\"}]}",
        "/* no */ {}",
    };
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        EXPECT(read_text("set.json", bad[i], strlen(bad[i]), &error, &classes) == ML_E_INPUT, "%s is accepted", bad[i]);
        EXPECT(strncmp(error.text, "set.json:", 9) == 0 && error.text[9], "%s: %s", bad[i], error.text);
    }
}
END_TEST

/* A class set whose mask is nested `depth` times, as make.py --deep writes it. */
static char *make_deep(const char *before, char open, char close, size_t depth, const char *after, size_t *n)
{
    *n = strlen(before) + 2 * depth + strlen(after);
    char *text = malloc(*n + 1), *to = text;
    ck_assert(text != NULL);
    to += strlen(strcpy(to, before));
    memset(to, open, depth);
    memset(to + depth, close, depth);
    strcpy(to + 2 * depth, after);
    return text;
}

START_TEST(deep_nesting_is_refused_and_does_not_overrun_the_stack)
{
    static const char before[] = "{\"classes\":[{\"name\":\"a\"},{\"name\":\"b\"}],\"mask\":";
    static const size_t depths[] = {2, 999, 1001, 100000, 500000};
    for (size_t i = 0; i < ML_COUNT(depths); i++) {
        size_t n;
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        char *text = make_deep(before, '[', ']', depths[i], "}", &n);
        EXPECT(read_text("deep.json", text, n, &error, &classes) == ML_E_INPUT, "depth %zu is accepted", depths[i]);
        EXPECT(strstr(error.text, "deep.json"), "depth %zu: %s", depths[i], error.text);
        free(text);
    }
    size_t n;
    ml_error error = ML_ERROR_INIT;
    ml_classes classes = {0};
    char *text = make_deep("", '[', ']', 100000, "", &n);
    ck_assert_int_eq(read_text("deep.json", text, n, &error, &classes), ML_E_INPUT);
    ck_assert_int_eq(read_text("deep.json", text, 100000, &error, &classes), ML_E_INPUT); /* all of them open */
    free(text);
}
END_TEST

START_TEST(the_number_of_classes_is_bounded)
{
    static char text[64 * (ML_MAX_CLASSES + 2)];
    for (size_t n = ML_MAX_CLASSES; n <= ML_MAX_CLASSES + 1; n++) {
        size_t length = (size_t)sprintf(text, "{\"classes\":[");
        for (size_t c = 0; c < n; c++)
            length += (size_t)sprintf(text + length, "%s{\"name\":\"class %zu\"}", c ? "," : "", c);
        length += (size_t)sprintf(text + length, "]}");
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        ml_status status = read_text("many.json", text, length, &error, &classes);
        EXPECT(status == (n == ML_MAX_CLASSES ? ML_OK : ML_E_INPUT), "%zu classes: %s", n, error.text);
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(a_file_that_is_too_large_is_refused_unread)
{
    static char blanks[(1 << 20) + 2];
    ml_error error = ML_ERROR_INIT;
    ml_classes classes = {0};
    memset(blanks, ' ', sizeof blanks);
    ck_assert_int_eq(read_text("large.json", blanks, sizeof blanks, &error, &classes), ML_E_INPUT);
    ck_assert(strstr(error.text, "large.json"));
}
END_TEST

START_TEST(cut_and_damaged_class_sets_never_do_harm)
{
    char path[DATA_PATH_SIZE];
    size_t n;
    uint8_t *text = data_read(data_path("good-classes-names.json", path), &n);
    for (size_t length = 0; length < n - 1; length++) { /* the last byte is a newline */
        uint8_t *cut = malloc(length ? length : 1);
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        memcpy(cut, text, length);
        EXPECT(read_text("cut.json", cut, length, &error, &classes) == ML_E_INPUT, "%zu bytes are accepted", length);
        free(cut);
    }
    for (size_t bit = 0; bit < 8 * n; bit++) {
        ml_error error = ML_ERROR_INIT;
        ml_classes classes = {0};
        text[bit / 8] ^= (uint8_t)(1u << bit % 8);
        ml_status status = read_text("damaged.json", text, n, &error, &classes);
        EXPECT(status == ML_OK || (status == ML_E_INPUT && *error.text), "bit %zu: status %d", bit, (int)status);
        ml_classes_clear(&classes);
        text[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    free(text);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, names_labels_colours_weights_ignore_and_mask_are_read);
    tcase_add_test(tests, names_that_are_their_own_indices_are_allowed);
    tcase_add_test(tests, names_may_have_any_letters_quotes_and_backslashes);
    tcase_add_test(tests, many_labels_of_one_class_are_read_in_ascending_order);
    tcase_add_test(tests, the_other_good_sets_have_their_labels);
    tcase_add_test(tests, every_good_class_set_is_read);
    tcase_add_test(tests, every_bad_class_set_is_refused_with_its_name);
    tcase_add_test(tests, error_messages_name_the_place);
    tcase_add_test(tests, only_the_names_are_needed);
    tcase_add_test(tests, lists_may_be_empty_and_come_in_any_order);
    tcase_add_test(tests, labels_may_be_ranges);
    tcase_add_test(tests, ranges_that_overlap_are_refused);
    tcase_add_test(tests, wrong_types_and_values_are_refused);
    tcase_add_test(tests, deep_nesting_is_refused_and_does_not_overrun_the_stack);
    tcase_add_test(tests, the_number_of_classes_is_bounded);
    tcase_add_test(tests, a_file_that_is_too_large_is_refused_unread);
    tcase_add_test(tests, cut_and_damaged_class_sets_never_do_harm);
}

int main(void) { return unit_main("class_set", add_tests); }
