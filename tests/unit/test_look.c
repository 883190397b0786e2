/* io/look: what is at a path. */
#include "unit.h"

#include "io/look.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

START_TEST(what_is_there_is_described)
{
    ml_error error = ML_ERROR_INIT;
    struct stat info;
    bool is_there = false;
    ck_assert_int_eq(ml_look(".", &error, &is_there, &info), ML_OK);
    ck_assert(is_there && S_ISDIR(info.st_mode));
    ck_assert_int_eq(ml_look("/dev/null", &error, &is_there, &info), ML_OK);
    ck_assert(is_there && S_ISCHR(info.st_mode));
}
END_TEST

START_TEST(that_nothing_is_there_is_no_failure)
{
    static char long_name[4096];
    memset(long_name, 'x', sizeof long_name - 1);
    const char *const paths[] = {"no-such-file", "/dev/null/no-folder", "", long_name};
    for (size_t k = 0; k < ML_COUNT(paths); k++) {
        ml_error error = ML_ERROR_INIT;
        struct stat info;
        bool is_there = true;
        EXPECT(ml_look(paths[k], &error, &is_there, &info) == ML_OK && !is_there, "%.20s: %s", paths[k], error.text);
    }
}
END_TEST

START_TEST(not_to_be_able_to_look_is_one)
{
    ml_error error = ML_ERROR_INIT;
    struct stat info;
    bool is_there = true;
    char name[] = "/tmp/maskloss-look-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(name));
    ck_assert_int_eq(chdir(name), 0);
    ck_assert_int_eq(symlink("circle", "circle"), 0);
    ml_status status = ml_look("circle", &error, &is_there, &info);
    ck_assert_int_eq(unlink("circle"), 0);
    ck_assert_int_eq(rmdir(name), 0);
    ck_assert_int_eq(status, ML_E_INPUT);
    char wanted[ML_ERROR_TEXT_SIZE]; /* each C library has its own words */
    snprintf(wanted, sizeof wanted, "circle: %s", strerror(ELOOP));
    ck_assert_str_eq(error.text, wanted);
    ck_assert(is_there);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, what_is_there_is_described);
    tcase_add_test(tests, that_nothing_is_there_is_no_failure);
    tcase_add_test(tests, not_to_be_able_to_look_is_one);
}

int main(void) { return unit_main("look", add_tests); }
