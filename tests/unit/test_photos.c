/* input/pairs/photos: which photo goes with which pair. */
#include "tree.h"
#include "unit.h"

#include "base/memory.h"
#include "input/pairs/photos.h"

enum { TEXT_SIZE = 4096 };

static const ml_pairing plain = {.by_name = false}, by_name = {.by_name = true}, partial = {.partial = true},
                        going = {.keep_going = true};

static ml_pairs make_pairs(const char *const *ids, size_t n)
{
    ml_pairs pairs = {.n = n, .n_expected = n, .items = ml_alloc(n, sizeof *pairs.items)};
    ck_assert(pairs.items != NULL);
    for (size_t i = 0; i < n; i++) {
        pairs.items[i].number = i;
        pairs.items[i].id = ml_strdup(ids[i]);
        ck_assert(pairs.items[i].id != NULL);
    }
    return pairs;
}

/* Appends text without the temporary folder's path. */
static void append(char *to, const char *text)
{
    size_t n = strlen(tree_root);
    bool has_root = strncmp(text, tree_root, n) == 0 && text[n] == '/';
    text += has_root ? n + 1 : 0;
    EXPECT(strlen(to) + strlen(text) < TEXT_SIZE, "too long");
    strcat(to, text);
}

/* Photos as lines "id: photo", faults as "id! message", a failure as "status text". */
static void find(const char *const *ids, size_t n, const char *where, const char *suffix, bool is_list,
                 const ml_pairing *pairing, char text[TEXT_SIZE])
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_pairs pairs = make_pairs(ids, n);
    const ml_photo_choice choice = {tree_path(where, path), suffix};
    ml_status status = ml_pairs_find_photos(&choice, is_list, pairing, &error, &pairs);
    *text = '\0';
    if (status)
        append(text, status == ML_E_INPUT ? "3 " : "? ");
    append(text, error.text);
    for (size_t i = 0; i < pairs.n && !status; i++) {
        append(text, pairs.items[i].id);
        append(text, ": ");
        append(text, pairs.items[i].photo ? pairs.items[i].photo : "none");
        append(text, "\n");
    }
    for (size_t i = 0; i < pairs.faults.n && !status; i++) {
        append(text, pairs.faults.items[i].id);
        append(text, "! ");
        append(text, pairs.faults.items[i].message);
        append(text, "\n");
    }
    ml_pairs_clear(&pairs);
}

#define ADD(...)                                                                                                               \
    do {                                                                                                                       \
        static const char *const added[] = {__VA_ARGS__};                                                                      \
        tree_add_all(added, sizeof added / sizeof *added);                                                                     \
    } while (0)
#define IDS(...) (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)

static void expect(const char *const *ids, size_t n, const char *where, const char *suffix, bool is_list,
                   const ml_pairing *pairing, const char *wanted)
{
    char text[TEXT_SIZE];
    find(ids, n, where, suffix, is_list, pairing, text);
    EXPECT(strcmp(text, wanted) == 0, "%s:\n%s\ninstead of\n%s", where, text, wanted);
}

START_TEST(a_key_is_the_path_without_extension)
{
    ADD("k/a.png", "k/b/c.JPG", "k/d.jpeg", "k/x.y.jpg", "k/e[3].png", "k/spare.png", "k/notes.txt", "k/a.txt");
    expect(IDS("a", "b/c", "d", "e[3]", "x.y"), "k", NULL, false, &plain,
           "a: k/a.png\nb/c: k/b/c.JPG\nd: k/d.jpeg\ne[3]: k/e[3].png\nx.y: k/x.y.jpg\n");
}
END_TEST

START_TEST(a_suffix_chooses)
{
    ADD("s/a_img.png", "s/a_seg.png", "s/b_img.png", "s/b.png");
    expect(IDS("a", "b"), "s", "_img.png", false, &plain, "a: s/a_img.png\nb: s/b_img.png\n");
    expect(IDS("a", "b"), "s", NULL, false, &plain, "3 s: no photo for 1 of 2 pairs: a; perhaps --photo-suffix=_img.png");
}
END_TEST

START_TEST(by_name_folders_do_not_count)
{
    ADD("n/x/a.png", "n/y/b.png");
    expect(IDS("a", "b"), "n", NULL, false, &by_name, "a: n/x/a.png\nb: n/y/b.png\n");
    expect(IDS("a", "b"), "n", NULL, false, &plain, "3 n: no photo for 2 of 2 pairs: a, b; perhaps --match=name");
    ADD("n2/x/a_img.jpg");
    expect(IDS("a"), "n2", NULL, false, &plain,
           "3 n2: no photo for 1 of 1 pairs: a; perhaps --photo-suffix=_img.jpg --match=name");
}
END_TEST

START_TEST(of_a_list_ids_are_keys_or_names)
{
    ADD("l/t/a.png", "l/b.png");
    expect(IDS("t/a", "t/b"), "l", NULL, true, &plain, "t/a: l/t/a.png\nt/b: l/b.png\n");
    expect(IDS("b", "t/b"), "l", NULL, true, &plain,
           "3 l/b.png: is the photo of \"b\" and of \"t/b\": by name alone, names have to differ");
}
END_TEST

START_TEST(two_photos_are_one_too_many)
{
    ADD("two/a.png", "two/a.jpg", "two/b.png", "two/x/b.png", "two/spare.png", "two/spare.jpg");
    expect(IDS("a"), "two", NULL, false, &plain,
           "3 two: \"a\" has two photos, a.jpg and a.png: choose with --photo-suffix=.jpg or --photo-suffix=.png");
    expect(IDS("a"), "two", ".png", false, &plain, "a: two/a.png\n");
    expect(IDS("b"), "two", NULL, false, &by_name,
           "3 two: \"b\" has two photos, b.png and x/b.png: by name alone each photo needs a name of its own");
    expect(IDS("b"), "two", NULL, false, &plain, "b: two/b.png\n");
}
END_TEST

START_TEST(missing_photos_are_errors_or_none_or_faults)
{
    ADD("m/b.png", "m/c.png", "m/c.jpg");
    expect(IDS("a", "b"), "m", NULL, false, &plain, "3 m: no photo for 1 of 2 pairs: a (--partial does without)");
    expect(IDS("a", "b"), "m", NULL, false, &partial, "a: none\nb: m/b.png\n");
    expect(IDS("a", "b", "c"), "m", NULL, false, &going,
           "b: m/b.png\na! m: no photo for \"a\"\n"
           "c! m: \"c\" has two photos, c.jpg and c.png: choose with --photo-suffix=.jpg or --photo-suffix=.png\n");
    expect(IDS("a"), "m", NULL, false, &going, "3 m: no photo for \"a\"");
}
END_TEST

START_TEST(many_missing_photos_are_counted)
{
    ADD("many/z.png");
    expect(IDS("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b"), "many", NULL, false, &plain,
           "3 many: no photo for 12 of 12 pairs: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, and 2 more (--partial does without)");
}
END_TEST

START_TEST(a_file_is_the_photo_of_one_pair)
{
    ADD("f/any.png");
    expect(IDS("a"), "f/any.png", NULL, false, &plain, "a: f/any.png\n");
    expect(IDS("a", "b"), "f/any.png", NULL, false, &plain,
           "3 f/any.png: is one photo, and there are 2 pairs: --photos is a directory of photos");
}
END_TEST

START_TEST(an_empty_folder_and_none)
{
    ADD("e/");
    expect(IDS("a"), "e", NULL, false, &plain, "3 e: no photo for 1 of 1 pairs: a (--partial does without)");
    expect(IDS("a"), "e", NULL, true, &partial, "a: none\n");
    expect(IDS("a"), "nowhere", NULL, false, &plain, "3 nowhere: No such file or directory");
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_key_is_the_path_without_extension);
    tcase_add_test(tests, a_suffix_chooses);
    tcase_add_test(tests, by_name_folders_do_not_count);
    tcase_add_test(tests, of_a_list_ids_are_keys_or_names);
    tcase_add_test(tests, two_photos_are_one_too_many);
    tcase_add_test(tests, missing_photos_are_errors_or_none_or_faults);
    tcase_add_test(tests, many_missing_photos_are_counted);
    tcase_add_test(tests, a_file_is_the_photo_of_one_pair);
    tcase_add_test(tests, an_empty_folder_and_none);
}

int main(void) { return unit_main("photos", add_tests); }
