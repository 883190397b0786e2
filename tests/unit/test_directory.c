/* io/directory: the files below a directory. */
#include "tree.h"
#include "unit.h"

#include "io/directory.h"

#include <fcntl.h>

/* Walks a folder and compares the files found, separated by blanks. */
static void expect_files(const char *folder, bool deep, const char *wanted)
{
    char path[TREE_PATH_SIZE], got[4096] = "";
    ml_error error = ML_ERROR_INIT;
    ml_listing listing;
    EXPECT(ml_directory_list(tree_path(folder, path), deep, &error, &listing) == ML_OK, "%s", error.text);
    for (size_t i = 0; i < listing.n; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s", i ? " " : "", listing.paths[i]);
    ml_listing_clear(&listing);
    EXPECT(strcmp(got, wanted) == 0, "%s holds '%s', not '%s'", folder, got, wanted);
}

static void expect_error(const char *folder, const char *part)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_listing listing = {0};
    EXPECT(ml_directory_list(tree_path(folder, path), true, &error, &listing) == ML_E_INPUT, "%s is walked", folder);
    EXPECT(error.status == ML_E_INPUT && strstr(error.text, part), "%s: %s", folder, error.text);
    EXPECT(listing.n == 0 && !listing.paths, "%s: something is held", folder);
}

START_TEST(files_are_listed_in_bytewise_order_of_their_whole_paths)
{
    static const char *const names[] = {"order/b.png", "order/a/z.png",      "order/a.png", "order/a-b.png", "order/a/b/c.png",
                                        "order/B.png", "order/\xc3\xa4.png", "order/_.png", "order/10.png",  "order/9.png"};
    tree_add_all(names, ML_COUNT(names));
    expect_files("order", true, "10.png 9.png B.png _.png a-b.png a.png a/b/c.png a/z.png b.png \xc3\xa4.png");
}
END_TEST

START_TEST(a_shallow_walk_stays_in_the_folder)
{
    static const char *const names[] = {"shallow/b.png", "shallow/a/z.png", "shallow/c"};
    tree_add_all(names, ML_COUNT(names));
    expect_files("shallow", false, "b.png c");
    expect_files("shallow", true, "a/z.png b.png c");
}
END_TEST

START_TEST(hidden_files_and_folders_are_left_out)
{
    static const char *const names[] = {"hidden/.a.png", "hidden/.git/b.png", "hidden/c.png", "hidden/d/.e", "hidden/..f"};
    tree_add_all(names, ML_COUNT(names));
    expect_files("hidden", true, "c.png");
}
END_TEST

START_TEST(empty_folders_hold_nothing)
{
    tree_add("empty/a/b/");
    expect_files("empty", true, "");
    expect_files("empty", false, "");
}
END_TEST

START_TEST(links_to_files_and_folders_are_followed)
{
    tree_add("links/real/a.png");
    tree_add("links/tree/b.png");
    tree_link("../real/a.png", "links/tree/c.png");
    tree_link("../real", "links/tree/d");
    expect_files("links/tree", true, "b.png c.png d/a.png");
    tree_link("links/tree", "entrance");
    expect_files("entrance", true, "b.png c.png d/a.png");
}
END_TEST

START_TEST(one_folder_reached_twice_is_no_loop)
{
    tree_add("twice/real/a.png");
    tree_link("real", "twice/also");
    expect_files("twice", true, "also/a.png real/a.png");
}
END_TEST

START_TEST(a_link_to_a_folder_above_is_an_error)
{
    tree_add("loop/a/b/c.png");
    tree_link("../..", "loop/a/b/up");
    expect_error("loop", "loop/a/b/up: "); /* at once, not when the system has had enough of links */
    tree_add("self/c.png");
    tree_link(".", "self/me");
    expect_error("self", "self/me: ");
}
END_TEST

START_TEST(two_folders_that_link_to_each_other_are_an_error)
{
    tree_add("pair/a/x.png");
    tree_add("pair/b/y.png");
    tree_link("../b", "pair/a/other");
    tree_link("../a", "pair/b/other");
    expect_error("pair", "/other/other: ");
}
END_TEST

START_TEST(the_link_is_named_not_what_is_below_it)
{
    tree_add("outer/inner/a.png");
    tree_link("..", "outer/inner/up");
    expect_error("outer/inner", "outer/inner/up: ");
}
END_TEST

/* A chain of folders, each with n links to the next. */
static void add_chain(const char *name, int n_levels, int n_links)
{
    char path[TREE_PATH_SIZE], target[TREE_PATH_SIZE];
    for (int i = 0; i < n_levels; i++) {
        snprintf(path, sizeof path, "%s/%d/", name, i);
        tree_add(path);
        for (int k = 0; k < n_links; k++) {
            snprintf(path, sizeof path, "%s/%d/%d", name, i, k);
            snprintf(target, sizeof target, "../%d", i + 1);
            tree_link(target, path);
        }
    }
    snprintf(path, sizeof path, "%s/%d/x.png", name, n_levels);
    tree_add(path);
}

START_TEST(links_cannot_make_more_paths_than_anybody_can_list)
{
    add_chain("few", 3, 2);
    expect_files("few/0", true,
                 "0/0/0/x.png 0/0/1/x.png 0/1/0/x.png 0/1/1/x.png 1/0/0/x.png 1/0/1/x.png 1/1/0/x.png 1/1/1/x.png");
    add_chain("chain", 20, 2);
    expect_error("chain/0", ": leads to directories that have been listed on other ways");
}
END_TEST

START_TEST(a_link_to_nothing_is_listed_as_a_file)
{
    tree_add("dangling/a.png");
    tree_link("nowhere", "dangling/b.png");
    tree_link("c.png", "dangling/c.png");
    tree_link("a.png/x", "dangling/d.png");
    expect_files("dangling", true, "a.png b.png c.png d.png");
    tree_link("circle", "circle");
    expect_error("circle", "circle"); /* as the folder to walk it is an error */
    tree_link("nowhere", "away");
    expect_error("away", "away");
}
END_TEST

START_TEST(what_is_no_folder_is_an_error_with_its_path)
{
    tree_add("file.png");
    expect_error("file.png", "file.png");
    expect_error("not-there", "not-there");
}
END_TEST

/* 0: refused with the path. */
static int walk_closed(void)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_listing listing;
    ml_status status = ml_directory_list(tree_path("closed", path), true, &error, &listing);
    return status == ML_E_INPUT && strstr(error.text, "closed/a") ? 0 : 1;
}

START_TEST(a_folder_that_must_not_be_read_is_an_error)
{
    char path[TREE_PATH_SIZE];
    tree_add("closed/a/b.png");
    ck_assert_int_eq(chmod(tree_path("closed", path), 0755), 0);
    ck_assert_int_eq(chmod(tree_path("closed/a", path), 0), 0);
    ck_assert_int_eq(tree_without_rights(walk_closed), 0);
    ck_assert_int_eq(chmod(path, 0700), 0);
}
END_TEST

/* 0: what is below a folder in which nothing may be looked at is an error, and a link to there is listed. */
static int walk_unreachable(void)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_listing listing;
    ml_status status = ml_directory_list(tree_path("listed", path), true, &error, &listing);
    if (status != ML_E_INPUT || !strstr(error.text, "listed/a") || !strstr(error.text, strerror(EACCES)))
        return 1;
    ml_error_clear(&error);
    if (ml_directory_list(tree_path("leading", path), true, &error, &listing) != ML_OK || listing.n != 1)
        return 2;
    int verdict = strcmp(listing.paths[0], "there") == 0 ? 0 : 3;
    ml_listing_clear(&listing);
    return verdict;
}

START_TEST(where_nothing_may_be_looked_at_only_a_link_is_no_error)
{
    char path[TREE_PATH_SIZE];
    tree_add("listed/a/");
    tree_add("leading/");
    tree_link("../listed/a", "leading/there");
    ck_assert_int_eq(chmod(tree_path("leading", path), 0755), 0);
    ck_assert_int_eq(chmod(tree_path("listed", path), 0444), 0);
    ck_assert_int_eq(tree_without_rights(walk_unreachable), 0);
    ck_assert_int_eq(chmod(path, 0700), 0);
}
END_TEST

START_TEST(a_link_to_another_file_system_is_followed)
{
    struct stat here, there;
    char target[] = "/dev/shm/maskloss-unit-XXXXXX", path[TREE_PATH_SIZE];
    if (stat("/dev/shm", &there) != 0 || stat(tree_root, &here) != 0 || here.st_dev == there.st_dev || !mkdtemp(target))
        return;
    snprintf(path, sizeof path, "%s/b.png", target);
    tree_write(path, "");
    tree_add("mounted/a.png");
    tree_link(target, "mounted/other");
    expect_files("mounted", true, "a.png other/b.png");
    tree_remove(target);
}
END_TEST

static void count(void *context, const char *name) { *(size_t *)context += strlen(name); }

START_TEST(names_of_a_folder_that_cannot_be_listed_are_none)
{
    size_t n_bytes = 0;
    tree_add("each/.hidden-a");
    tree_add("each/.hidden-b");
    tree_add("each/hidden");
    char path[TREE_PATH_SIZE];
    int folder = open(tree_path("each", path), O_RDONLY | O_DIRECTORY);
    ml_folder_each(folder, ".hidden-", count, &n_bytes);
    ck_assert_uint_eq(n_bytes, 18);
    close(folder);
    ml_folder_each(folder, ".hidden-", count, &n_bytes);
    ck_assert_uint_eq(n_bytes, 18);
}
END_TEST

START_TEST(many_files_are_all_found)
{
    char name[64], path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_listing listing;
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "many/%d/%03d.png", i % 7, i);
        tree_add(name);
    }
    ck_assert_int_eq(ml_directory_list(tree_path("many/", path), true, &error, &listing), ML_OK);
    ck_assert_uint_eq(listing.n, 500);
    for (size_t i = 1; i < listing.n; i++)
        EXPECT(strcmp(listing.paths[i - 1], listing.paths[i]) < 0, "%s before %s", listing.paths[i - 1], listing.paths[i]);
    ml_listing_clear(&listing);
    ml_listing_clear(&listing); /* clearing twice does no harm */
}
END_TEST

START_TEST(deep_folders_are_walked)
{
    char name[TREE_PATH_SIZE] = "deep", wanted[TREE_PATH_SIZE] = "";
    for (int i = 0; i < 100; i++) {
        strcat(name, "/d");
        strcat(wanted, "d/");
    }
    tree_add(strcat(name, "/a.png"));
    expect_files("deep", true, strcat(wanted, "a.png"));
}
END_TEST

START_TEST(paths_are_joined_with_one_slash)
{
    static const char *const cases[][3] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"}, {".", "b/c", "./b/c"}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char *path = ml_path_join(cases[i][0], cases[i][1]);
        EXPECT(strcmp(path, cases[i][2]) == 0, "'%s' and '%s' are %s", cases[i][0], cases[i][1], path);
        free(path);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, files_are_listed_in_bytewise_order_of_their_whole_paths);
    tcase_add_test(tests, a_shallow_walk_stays_in_the_folder);
    tcase_add_test(tests, hidden_files_and_folders_are_left_out);
    tcase_add_test(tests, empty_folders_hold_nothing);
    tcase_add_test(tests, links_to_files_and_folders_are_followed);
    tcase_add_test(tests, one_folder_reached_twice_is_no_loop);
    tcase_add_test(tests, a_link_to_a_folder_above_is_an_error);
    tcase_add_test(tests, two_folders_that_link_to_each_other_are_an_error);
    tcase_add_test(tests, the_link_is_named_not_what_is_below_it);
    tcase_add_test(tests, links_cannot_make_more_paths_than_anybody_can_list);
    tcase_add_test(tests, a_link_to_nothing_is_listed_as_a_file);
    tcase_add_test(tests, what_is_no_folder_is_an_error_with_its_path);
    tcase_add_test(tests, a_folder_that_must_not_be_read_is_an_error);
    tcase_add_test(tests, where_nothing_may_be_looked_at_only_a_link_is_no_error);
    tcase_add_test(tests, a_link_to_another_file_system_is_followed);
    tcase_add_test(tests, names_of_a_folder_that_cannot_be_listed_are_none);
    tcase_add_test(tests, many_files_are_all_found);
    tcase_add_test(tests, deep_folders_are_walked);
    tcase_add_test(tests, paths_are_joined_with_one_slash);
}

int main(void) { return unit_main("directory", add_tests); }
