/* io/relative_path: the way from a page to a file, as an address. */
#include "tree.h"
#include "unit.h"

#include "base/memory.h"
#include "io/relative_path.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void expect(const char *from, const char *to, const char *wanted)
{
    char *address = ml_relative_address(from, to);
    ck_assert(address != NULL);
    EXPECT(strcmp(address, wanted) == 0, "%s to %s: %s instead of %s", from ? from : "(none)", to, address, wanted);
    free(address);
}

START_TEST(the_way_begins_with_a_dot)
{
    static const struct {
        const char *from, *to, *wanted;
    } cases[] = {
        {NULL, "maps/a.png", "./maps/a.png"},
        {"report.html", "maps/a.png", "./maps/a.png"},
        {"out/report.html", "maps/a.png", "../maps/a.png"},
        {"out/report.html", "out/maps/a/b.png", "./maps/a/b.png"},
        {"a/b/c.html", "a/d/e.png", "../d/e.png"},
        {"ab/c.html", "a/c.png", "../a/c.png"},
        {"a", "a/b", "./a/b"},
        {"a/b", "a", "../a"},
        {"a/b/c/page", "x", "../../../x"},
        {"./a//./b.html", "a/../a/c.png", "./c.png"},
        {"/srv/www/report.html", "/srv/maps/a.png", "../maps/a.png"},
        {"/report.html", "/maps/a.png", "./maps/a.png"},
        {"page", "javascript:alert(1)", "./javascript%3Aalert%281%29"},
        {"page", "a/?b#c&\"<>'%\xff\n \\", "./a/%3Fb%23c%26%22%3C%3E%27%25%FF%0A%20%5C"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++)
        expect(cases[i].from, cases[i].to, cases[i].wanted);
}
END_TEST

START_TEST(the_working_folder_is_asked_where_it_is_needed)
{
    ck_assert_int_eq(chdir("/usr"), 0);
    expect("/usr/share/page", "a.png", "../a.png");
    expect("page", "/usr/a.png", "./a.png");
    expect(NULL, "/a.png", "../a.png");
    expect("../page", "a.png", "./usr/a.png");
    expect("page", "../a.png", "../a.png");
    expect("x/../../page", "x/../../a.png", "./a.png");
    expect("../../../page", "../../a.png", "./a.png"); /* above the root there is the root */
}
END_TEST

/* Goes down into folders of 200 bytes each. */
START_TEST(the_working_folder_may_be_deep)
{
    char name[201], wanted[8 * 4 + 3] = "";
    memset(name, 'd', 200);
    name[200] = '\0';
    ck_assert_int_eq(chdir(tree_root), 0);
    for (int i = 0; i < 8; i++) {
        ck_assert(mkdir(name, 0777) == 0 && chdir(name) == 0);
        strcat(wanted, "../");
    }
    strcat(wanted, "a");
    char *folder = getcwd(NULL, 0), *root = realpath(tree_root, NULL);
    ck_assert(folder && root && strlen(folder) > 1600);
    char *far = ml_format("%s/a", root);
    expect("page", far, wanted);
    expect(NULL, "../a", "../a");
    free(far);
    free(root);
    free(folder);
    ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(a_working_folder_that_is_gone_is_missed_only_where_it_is_needed)
{
    char path[TREE_PATH_SIZE];
    tree_add("gone/");
    ck_assert(chdir(tree_path("gone", path)) == 0 && rmdir(path) == 0);
    expect("page", "a.png", "./a.png");
    expect("/srv/page", "/srv/a.png", "./a.png");
    ck_assert(!ml_relative_address("page", "/a.png"));
    ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, the_working_folder_may_be_deep);
    tcase_add_test(tests, a_working_folder_that_is_gone_is_missed_only_where_it_is_needed);
    tcase_add_test(tests, the_way_begins_with_a_dot);
    tcase_add_test(tests, the_working_folder_is_asked_where_it_is_needed);
}

int main(void) { return unit_main("relative_path", add_tests); }
