/* input/image_path: files, arrays of archives, images of batches; and files that happen to be called like these. */
#include "tree.h"
#include "unit.h"

#include "input/pairs/image_path.h"

static const char *const files[] = {"a.npz", "a.npz:taken", "B.NPZ", "a.npz:taken.npz", "a.npy",  "folder.npz:x/a.npz",
                                    "npz",   "a.npy[7]",    "c",     "a.npz:taken[2]",  "[3].npy"};

static const struct expected {
    const char *text, *file, *array; /* array NULL: none */
    long index;                      /* -1: none */
} cases[] = {
    {"a.npz", "a.npz", NULL, -1},
    {"a.npz:x", "a.npz", "x", -1},
    {"a.npz:x/y.z:1", "a.npz", "x/y.z:1", -1},
    {"a.npz:", "a.npz", "", -1},
    {"a.npz:x[3]", "a.npz", "x", 3},
    {"a.npz[3]", "a.npz", NULL, 3},
    {"a.npy[0]", "a.npy", NULL, 0},
    {"a.npy[12345]", "a.npy", NULL, 12345},
    {"c[1]", "c", NULL, 1},
    {"[3].npy[4]", "[3].npy", NULL, 4},
    {"B.NPZ:x", "B.NPZ", "x", -1},
    {"B.NPZ:a.npz:x", "B.NPZ", "a.npz:x", -1},
    {"folder.npz:x/a.npz:y", "folder.npz:x/a.npz", "y", -1},
    /* a file of the very name wins, and of two archives the longer name */
    {"a.npy[7]", "a.npy[7]", NULL, -1},
    {"a.npy[7][8]", "a.npy[7]", NULL, 8},
    {"a.npz:taken", "a.npz:taken", NULL, -1},
    {"a.npz:taken[1]", "a.npz:taken", NULL, 1},
    {"a.npz:taken[2]", "a.npz:taken[2]", NULL, -1},
    {"a.npz:taken:x", "a.npz", "taken:x", -1},
    {"a.npz:taken.npz:x", "a.npz:taken.npz", "x", -1},
    /* what leads to no file is a file's name */
    {"a.npy:x", "a.npy:x", NULL, -1},
    {"b.npz:x", "b.npz:x", NULL, -1},
    {"npz:x", "npz:x", NULL, -1},
    {":x", ":x", NULL, -1},
    {"b.npy[3]", "b.npy[3]", NULL, -1},
    {"a.npy[]", "a.npy[]", NULL, -1},
    {"a.npy[-1]", "a.npy[-1]", NULL, -1},
    {"a.npy[01]", "a.npy[01]", NULL, -1},
    {"a.npy[1", "a.npy[1", NULL, -1},
    {"a.npy1]", "a.npy1]", NULL, -1},
    {"a.npy[99999999999999999999]", "a.npy[99999999999999999999]", NULL, -1},
    {"a.npz:x[01]", "a.npz", "x[01]", -1},
};

START_TEST(a_location_leads_to_a_file_an_array_and_an_image)
{
    tree_add_all(files, ML_COUNT(files));
    EXPECT(chdir(tree_root) == 0, "%s: %s", tree_root, strerror(errno));
    for (size_t i = 0; i < 2 * ML_COUNT(cases); i++) {
        const struct expected *e = &cases[i / 2];
        const char *given = i % 2 ? "given" : NULL, *array = e->array ? e->array : given;
        ml_error error = ML_ERROR_INIT;
        ml_image_path got;
        EXPECT(ml_image_path_parse(e->text, given, &error, &got) == ML_OK, "%s: %s", e->text, error.text);
        EXPECT(strcmp(got.file, e->file) == 0, "%s: file %s", e->text, got.file);
        EXPECT(array ? got.array && strcmp(got.array, array) == 0 : !got.array, "%s: array %s", e->text,
               got.array ? got.array : "none");
        EXPECT(got.has_index == (e->index >= 0) && got.index == (size_t)(e->index < 0 ? 0 : e->index), "%s: index %zu", e->text,
               got.index);
        ml_image_path_clear(&got);
        EXPECT(!got.file && !got.array, "%s: not cleared", e->text);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_location_leads_to_a_file_an_array_and_an_image);
}

int main(void) { return unit_main("image_path", add_tests); }
