/* format/foreign: directories that are zarr stores, and those that cannot be looked into. */
#include "tree.h"
#include "unit.h"

#include "format/foreign.h"

/* Refuses the folder with this message, or, without one, has nothing against it. */
static void expect(const char *folder, const char *message)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_status status = ml_refuse_zarr(tree_path(folder, path), &error);
    if (!message)
        EXPECT(status == ML_OK, "%s: %s", folder, error.text);
    else
        EXPECT(status == ML_E_INPUT && strncmp(error.text, path, strlen(path)) == 0 &&
                   strncmp(error.text + strlen(path), message, strlen(message)) == 0,
               "%s: %s", folder, error.text);
}

START_TEST(a_zarr_store_is_refused)
{
    tree_add("store/.zarray");
    tree_add("new/zarr.json");
    tree_add("files/a.npy");
    tree_add("folder/.zarray/a.npy");
    expect("store", ": is a zarr store");
    expect("new", ": is a zarr store");
    expect("files", NULL);
    expect("folder", NULL);
    expect("not-there", NULL);
}
END_TEST

/* 0: refused, and named itself, not what might be in it. */
static int look_into_closed(void)
{
    char path[TREE_PATH_SIZE], wanted[TREE_PATH_SIZE + 32];
    ml_error error = ML_ERROR_INIT;
    ml_status status = ml_refuse_zarr(tree_path("closed", path), &error);
    snprintf(wanted, sizeof wanted, "%s: Permission denied", path);
    return status == ML_E_INPUT && strcmp(error.text, wanted) == 0 ? 0 : 1;
}

START_TEST(a_directory_that_must_not_be_searched_is_named)
{
    char path[TREE_PATH_SIZE];
    tree_add("closed/a.npy");
    ck_assert_int_eq(chmod(tree_path("closed", path), 0), 0);
    ck_assert_int_eq(tree_without_rights(look_into_closed), 0);
    ck_assert_int_eq(chmod(path, 0700), 0);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_zarr_store_is_refused);
    tcase_add_test(tests, a_directory_that_must_not_be_searched_is_named);
}

int main(void) { return unit_main("foreign", add_tests); }
