/* input/shipped_sets: the class sets that are part of the program. */
#include "unit.h"

#include "input/class_set.h"
#include "input/shipped_sets.h"
#include "label/colors.h"

#include <stdio.h>

static ml_classes read_set(const char *name)
{
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    ml_classes classes;
    EXPECT(ml_shipped_sets_find("classes", name, &error, &source) == ML_OK, "%s: %s", name, error.text);
    EXPECT(ml_class_set_read(&source, &error, &classes) == ML_OK, "%s: %s", name, error.text);
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s: %s", name, error.text);
    return classes;
}

/* What each set holds: its classes, how many labels mean a class and how many are ignored, and the same of colours. */
static const struct {
    const char *name;
    size_t n, n_labels, n_ignored, n_colors, n_ignored_colors;
} sets[] = {
    {"ade20k", 150, 150, 1, 148, 0},         /* road and skyscraper have no colour */
    {"binary", 2, 3, 0, 2, 0},               /* foreground is 1 or 255 */
    {"camvid", 11, 11, 1, 11, 1},            /* 11 is void */
    {"cityscapes", 19, 19, 16, 19, 10},      /* 15 of the ids 0 to 33, and 255 */
    {"cityscapes-train", 19, 19, 1, 19, 10}, /* 255 */
    {"voc", 21, 21, 1, 21, 1},               /* 255, the borders */
};

START_TEST(every_set_is_sound_and_has_what_it_should)
{
    ck_assert_uint_eq(ml_n_shipped_sets, ML_COUNT(sets));
    for (size_t s = 0; s < ML_COUNT(sets); s++) {
        size_t n_labels = 0, n_ignored = 0, n_colors = 0;
        ml_classes classes = read_set(sets[s].name);
        EXPECT(strcmp(ml_shipped_sets[s].name, sets[s].name) == 0, "set %zu is %s", s, ml_shipped_sets[s].name);
        EXPECT(classes.n == sets[s].n, "%s: %zu classes", sets[s].name, classes.n);
        for (uint32_t label = 0; label < ML_N_SMALL_LABELS; label++) {
            n_labels += ml_label_class(&classes.class_of, label) < classes.n;
            n_ignored += ml_label_class(&classes.class_of, label) == ML_IGNORED;
        }
        for (size_t c = 0; c < classes.n; c++)
            n_colors += classes.items[c].has_color;
        EXPECT(n_labels == sets[s].n_labels && n_ignored == sets[s].n_ignored, "%s: %zu labels, %zu ignored", sets[s].name,
               n_labels, n_ignored);
        EXPECT(n_colors == sets[s].n_colors && classes.n_ignored_colors == sets[s].n_ignored_colors,
               "%s: %zu colours, %zu ignored", sets[s].name, n_colors, classes.n_ignored_colors);
        EXPECT(!classes.has_mask, "%s has a mask of its own", sets[s].name);
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(labels_mean_what_the_data_sets_say)
{
    static const struct {
        const char *set;
        uint16_t label;
        const char *class; /* NULL: ignored; "": unknown */
    } cases[] = {
        {"ade20k", 0, NULL},
        {"ade20k", 1, "wall"},
        {"ade20k", 3, "sky"},
        {"ade20k", 21, "car"},
        {"ade20k", 49, "skyscraper"},
        {"ade20k", 150, "flag"},
        {"ade20k", 151, ""},
        {"ade20k", 255, ""},
        {"binary", 0, "background"},
        {"binary", 1, "foreground"},
        {"binary", 255, "foreground"},
        {"binary", 2, ""},
        {"camvid", 0, "sky"},
        {"camvid", 3, "road"},
        {"camvid", 10, "bicyclist"},
        {"camvid", 11, NULL},
        {"camvid", 12, ""},
        {"cityscapes", 0, NULL},
        {"cityscapes", 6, NULL},
        {"cityscapes", 7, "road"},
        {"cityscapes", 8, "sidewalk"},
        {"cityscapes", 9, NULL},
        {"cityscapes", 10, NULL},
        {"cityscapes", 11, "building"},
        {"cityscapes", 14, NULL},
        {"cityscapes", 16, NULL},
        {"cityscapes", 17, "pole"},
        {"cityscapes", 18, NULL},
        {"cityscapes", 19, "traffic light"},
        {"cityscapes", 26, "car"},
        {"cityscapes", 28, "bus"},
        {"cityscapes", 29, NULL},
        {"cityscapes", 30, NULL},
        {"cityscapes", 31, "train"},
        {"cityscapes", 33, "bicycle"},
        {"cityscapes", 34, ""},
        {"cityscapes", 255, NULL},
        {"cityscapes-train", 0, "road"},
        {"cityscapes-train", 13, "car"},
        {"cityscapes-train", 18, "bicycle"},
        {"cityscapes-train", 19, ""},
        {"cityscapes-train", 255, NULL},
        {"voc", 0, "background"},
        {"voc", 1, "aeroplane"},
        {"voc", 15, "person"},
        {"voc", 20, "tvmonitor"},
        {"voc", 21, ""},
        {"voc", 255, NULL},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_classes classes = read_set(cases[i].set);
        uint16_t got = ml_label_class(&classes.class_of, cases[i].label);
        const char *name = got == ML_IGNORED ? NULL : got == ML_NONE ? "" : classes.items[got].name, *wanted = cases[i].class;
        EXPECT(name && wanted ? strcmp(name, wanted) == 0 : name == wanted, "%s: label %u is %s", cases[i].set, cases[i].label,
               name ? name : "ignored");
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(the_two_numberings_of_cityscapes_have_the_same_classes)
{
    ml_classes raw = read_set("cityscapes"), train = read_set("cityscapes-train");
    ck_assert_uint_eq(raw.n, train.n);
    for (size_t c = 0; c < raw.n; c++)
        EXPECT(strcmp(raw.items[c].name, train.items[c].name) == 0 && memcmp(raw.items[c].color, train.items[c].color, 3) == 0,
               "class %zu is %s and %s", c, raw.items[c].name, train.items[c].name);
    ml_classes_clear(&raw);
    ml_classes_clear(&train);
}
END_TEST

/* The colour map of PASCAL VOC: the bits of the label, from the lowest, go to red, green and blue in turn, from the highest. */
static void voc_color(unsigned label, uint8_t color[3])
{
    memset(color, 0, 3);
    for (unsigned bit = 0; bit < 8; bit++)
        color[bit % 3] |= (uint8_t)((label >> bit & 1) << (7 - bit / 3));
}

START_TEST(the_colours_of_voc_follow_their_rule)
{
    ml_classes classes = read_set("voc");
    uint8_t color[3];
    for (unsigned c = 0; c < classes.n; c++) {
        voc_color(c, color);
        EXPECT(memcmp(classes.items[c].color, color, 3) == 0, "class %u should be [%u, %u, %u]", c, color[0], color[1],
               color[2]);
    }
    voc_color(255, color);
    ck_assert(memcmp(classes.ignored_colors[0], color, 3) == 0);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(an_unknown_name_is_a_usage_error_that_lists_the_sets_and_suggests_the_nearest)
{
    static const struct {
        const char *name, *nearest;
    } cases[] = {{"city", "did you mean cityscapes?"},
                 {"cityscape", "did you mean cityscapes?"},
                 {"Cityscapes", "did you mean cityscapes?"},
                 {"ade2k", "ade20k"},
                 {"cityscapes_train", "cityscapes-train"},
                 {"", NULL},
                 {"imagenet", NULL},
                 {"ci", NULL}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_source source;
        EXPECT(ml_shipped_sets_find("classes", cases[i].name, &error, &source) == ML_E_USAGE, "'%s' is found", cases[i].name);
        for (size_t s = 0; s < ML_COUNT(sets); s++)
            EXPECT(strstr(error.text, sets[s].name), "%s: %s is not listed: %s", cases[i].name, sets[s].name, error.text);
        EXPECT(strstr(error.text, "--classes"), "%s", error.text);
        const char *meant = strstr(error.text, "did you mean");
        EXPECT(cases[i].nearest ? meant && strstr(meant, cases[i].nearest) : !meant, "%s: %s", cases[i].name, error.text);
    }
}
END_TEST

START_TEST(names_of_files_have_a_slash_or_json)
{
    static const char *const names[] = {"voc", "cityscapes", "", "json", "voc json"};
    static const char *const files[] = {"./voc", "voc.json", "/", "a/b", "x.json.bak", ".json"};
    for (size_t i = 0; i < ML_COUNT(names); i++)
        EXPECT(ml_shipped_sets_is_name(names[i]), "'%s' is a file", names[i]);
    for (size_t i = 0; i < ML_COUNT(files); i++)
        EXPECT(!ml_shipped_sets_is_name(files[i]), "'%s' is a name", files[i]);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_set_is_sound_and_has_what_it_should);
    tcase_add_test(tests, labels_mean_what_the_data_sets_say);
    tcase_add_test(tests, the_two_numberings_of_cityscapes_have_the_same_classes);
    tcase_add_test(tests, the_colours_of_voc_follow_their_rule);
    tcase_add_test(tests, an_unknown_name_is_a_usage_error_that_lists_the_sets_and_suggests_the_nearest);
    tcase_add_test(tests, names_of_files_have_a_slash_or_json);
}

int main(void) { return unit_main("shipped_sets", add_tests); }
