/* core/path: the grammar of paths, places of errors, and their text. */
#include "unit.h"

#include "core/path.h"

START_TEST(paths_are_read_and_written_the_same)
{
    static const struct {
        const char *text, *written;
        size_t n;
        const char *last;
    } cases[] = {
        {"miou", "miou", 1, "miou"},
        {"masked.metrics.miou", "masked.metrics.miou", 3, "miou"},
        {"masked.losses[\"tversky:fp=0.1\"].mean", "masked.losses[\"tversky:fp=0.1\"].mean", 4, "mean"},
        {"[\"pixels\"].valid", "pixels.valid", 2, "valid"},
        {"[\"pixels\"][\"valid\"]", "pixels.valid", 2, "valid"},
        {"a[\"x\\\"y\\\\z\"]", "a[\"x\\\"y\\\\z\"]", 2, "x\"y\\z"},
        {"a[\"\"]", "a[\"\"]", 2, ""},
        {"a[\"\\n.]\"]", "a[\"\\\\n.]\"]", 2, "\\n.]"},
        {"a-b_1.0", "a-b_1.0", 2, "0"},
        {"raw.per_class[\"stra\xc3\x9f"
         "e\"].iou",
         "raw.per_class[\"stra\xc3\x9f"
         "e\"].iou",
         4, "iou"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_path path;
        EXPECT(ml_path_parse("by", cases[i].text, &error, &path) == ML_OK, "%s: %s", cases[i].text, error.text);
        char *text = ml_path_text((const char *const *)path.keys, path.n);
        EXPECT(text && strcmp(text, cases[i].written) == 0, "%s: written %s", cases[i].text, text ? text : "(none)");
        EXPECT(path.n == cases[i].n, "%s: %zu keys", cases[i].text, path.n);
        EXPECT(strcmp(path.keys[path.n - 1], cases[i].last) == 0, "%s: ends in %s", cases[i].text, path.keys[path.n - 1]);
        EXPECT(ml_path_is(&path, (const char *const *)path.keys, path.n), "%s: is not itself", cases[i].text);
        EXPECT(!ml_path_is(&path, (const char *const *)path.keys, path.n - 1), "%s: is shorter", cases[i].text);
        free(text);
        ml_path_clear(&path);
    }
}
END_TEST

START_TEST(wrong_paths_name_the_character)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "--by: '': at character 1: a path such as"},
        {".a", "at character 1: a path"},
        {"a.", "at character 3: a name or"},
        {"a..b", "at character 3: a name or"},
        {"a b", "at character 2: a dot, [\"name\"] or the end"},
        {"a[b]", "at character 2: a dot"},
        {"a.[\"b\"]", "at character 3: a name or"},
        {"a[\"b", "at character 5: \"] after"},
        {"a[\"b\"", "at character 5: \"] after"},
        {"a[\"b\"]c", "at character 7: a dot"},
        {"a[\"b\\\"]", "at character 8: \"] after"},
        {"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a", "at character 32: a shorter path"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_path path = {.n = 77};
        EXPECT(ml_path_parse("by", cases[i].text, &error, &path) == ML_E_USAGE, "%s is read", cases[i].text);
        EXPECT(strstr(error.text, cases[i].message), "%s: %s", cases[i].text, error.text);
        EXPECT(path.n == 77, "%s: an output in spite of the error", cases[i].text);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, paths_are_read_and_written_the_same);
    tcase_add_test(tests, wrong_paths_name_the_character);
}

int main(void) { return unit_main("path", add_tests); }
