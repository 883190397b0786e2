/* io/kept_open: what is kept is found by the file it was made of, and the one that was used the longest time ago goes first;
 * what is shared stays as long as somebody has it. */
#include "data.h"
#include "tree.h"
#include "unit.h"

#include "format/npz.h"
#include "io/kept_open.h"

#include <unistd.h>

enum { N_THINGS = 40, N_KEPT = 32, N_SHARED = 512 };

static int n_destroyed;
static int things[N_THINGS];

static void destroy(void *thing)
{
    n_destroyed++;
    *(int *)thing = -1;
}

/* A source that tells only which file it is. */
static ml_source file_of(uint64_t number, uint64_t size)
{
    return (ml_source){
        .name = "f", .size_bytes = size, .fd = -1, .mark = {.device = 7, .inode = number, .size_bytes = size, .seconds = 5}};
}

START_TEST(things_are_found_by_their_file_and_the_oldest_goes)
{
    ml_kept_open *kept = ml_kept_open_create();
    ck_assert_ptr_nonnull(kept);
    n_destroyed = 0;
    for (int i = 0; i < N_THINGS; i++) {
        const ml_source file = file_of((uint64_t)i, 9);
        things[i] = i;
        ck_assert_ptr_null(ml_kept_open_take(kept, &file));
        ml_kept_open_give(kept, &file, &things[i], destroy);
        ck_assert_int_eq(n_destroyed, i < N_KEPT ? 0 : i + 1 - N_KEPT);
    }
    for (int i = 0; i < N_THINGS; i++) {
        const ml_source file = file_of((uint64_t)i, 9), longer = file_of((uint64_t)i, 10);
        ml_source later = file;
        later.mark.nanoseconds++;
        ck_assert_ptr_null(ml_kept_open_take(kept, &longer));
        ck_assert_ptr_null(ml_kept_open_take(kept, &later));
        int *taken = ml_kept_open_take(kept, &file);
        ck_assert(i < N_THINGS - N_KEPT ? taken == NULL : taken == &things[i] && *taken == i);
        ck_assert_ptr_null(ml_kept_open_take(kept, &file));
        if (taken)
            ml_kept_open_give(kept, &file, taken, destroy);
    }
    ml_kept_open_destroy(kept);
    ck_assert_int_eq(n_destroyed, N_THINGS);
    ml_kept_open_destroy(NULL);
}
END_TEST

START_TEST(what_is_shared_lives_as_long_as_somebody_has_it)
{
    ml_kept_open *kept = ml_kept_open_create();
    const ml_source file = file_of(1, 9);
    ck_assert_ptr_nonnull(kept);
    n_destroyed = 0;
    ck_assert_ptr_null(ml_kept_open_share(kept, &file));
    ck_assert_ptr_eq(ml_kept_open_offer(kept, &file, &things[0], destroy), &things[0]);
    ck_assert_ptr_eq(ml_kept_open_share(kept, &file), &things[0]);
    ck_assert_ptr_eq(ml_kept_open_offer(kept, &file, &things[1], destroy), &things[0]); /* it was there first */
    ck_assert_int_eq(n_destroyed, 1);
    ck_assert_int_eq(things[1], -1);
    for (int i = 2; i < N_THINGS; i++) { /* what somebody has does not go, however old it is */
        const ml_source other = file_of((uint64_t)i, 9);
        ck_assert_ptr_eq(ml_kept_open_offer(kept, &other, &things[i], destroy), &things[i]);
        ml_kept_open_return(kept, &things[i], false);
        ck_assert_int_eq(n_destroyed, i < N_KEPT + 2 ? 1 : i - N_KEPT);
    }
    for (int user = 0; user < 3; user++)
        ml_kept_open_return(kept, &things[0], false);
    ck_assert_ptr_eq(ml_kept_open_share(kept, &file), &things[0]); /* it was used last */
    n_destroyed = 0;
    ck_assert_ptr_eq(ml_kept_open_share(kept, &file), &things[0]);
    ml_kept_open_return(kept, &things[0], true); /* spoiled: nobody else is to have it */
    ck_assert_ptr_null(ml_kept_open_share(kept, &file));
    ck_assert_ptr_eq(ml_kept_open_offer(kept, &file, &things[1], destroy), &things[1]);
    ck_assert_int_eq(n_destroyed, 0);
    ml_kept_open_return(kept, &things[0], false);
    ck_assert_int_eq(n_destroyed, 1);
    ml_kept_open_return(kept, &things[1], false);
    ml_kept_open_destroy(kept);
}
END_TEST

START_TEST(there_is_a_bound_to_what_is_shared)
{
    ml_kept_open *kept = ml_kept_open_create();
    int *many = calloc(N_SHARED + 1, sizeof *many);
    ck_assert(kept && many);
    n_destroyed = 0;
    for (int i = 0; i <= N_SHARED; i++) {
        const ml_source file = file_of((uint64_t)i, 9);
        ck_assert_ptr_eq(ml_kept_open_offer(kept, &file, &many[i], destroy), i < N_SHARED ? &many[i] : NULL);
    }
    ck_assert_int_eq(n_destroyed, 0); /* the last one is the caller's */
    for (int i = 0; i < N_SHARED; i++)
        ml_kept_open_return(kept, &many[i], false);
    ck_assert_int_eq(n_destroyed, N_SHARED - N_KEPT);
    ml_kept_open_destroy(kept);
    ck_assert_int_eq(n_destroyed, N_SHARED);
    free(many);
}
END_TEST

START_TEST(descriptors_are_reserved_while_half_of_them_are_left)
{
    const size_t most = (size_t)sysconf(_SC_OPEN_MAX) / 2;
    ml_kept_open *kept = ml_kept_open_create();
    ck_assert_ptr_nonnull(kept);
    ck_assert(!ml_kept_open_reserve_files(kept, most + 1) && !ml_kept_open_reserve_files(kept, SIZE_MAX));
    ck_assert(ml_kept_open_reserve_files(kept, most - 1));
    ck_assert(!ml_kept_open_reserve_files(kept, 2));
    ck_assert(ml_kept_open_reserve_files(kept, 1));
    ck_assert(!ml_kept_open_reserve_files(kept, 1));
    ml_kept_open_free_files(kept, most - 1);
    ck_assert(ml_kept_open_reserve_files(kept, 1));
    ml_kept_open_destroy(kept);
}
END_TEST

#ifdef HAVE_LIBZIP
/* Opens an array of the archive, and closes it again. */
static ml_status use(ml_kept_open *kept, const char *path, const char *key, int *fd, ml_error *error)
{
    ml_source source, array;
    ck_assert_int_eq(ml_source_open(path, error, &source), ML_OK);
    *fd = source.fd;
    ml_status status = ml_npz_open(&source, key, kept, error, &array);
    if (!status) {
        uint8_t byte;
        ck_assert_int_eq(ml_source_read(&array, array.size_bytes - 1, 1, error, &byte), ML_OK);
        ck_assert_int_eq(ml_source_finish(&array, error), ML_OK);
        ml_source_close(&array);
    }
    ml_source_close(&source);
    return status;
}

START_TEST(an_archive_is_opened_once)
{
    char path[DATA_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_kept_open *kept = ml_kept_open_create();
    int first, other;
    data_path("good-npz-probabilities.npz", path);
    EXPECT(use(kept, path, "probabilities", &first, &error) == ML_OK, "%s", error.text);
    for (int k = 0; k < 3; k++) {
        EXPECT(use(kept, path, "no-such-array", &other, &error) == ML_E_INPUT, "opened");
        EXPECT(strstr(error.text, "holds no array called no-such-array"), "%s", error.text);
        ml_error_clear(&error);
        EXPECT(use(kept, path, NULL, &other, &error) == ML_OK, "%s", error.text);
        ck_assert_int_ne(first, other); /* which is taken, by the archive that is kept */
    }
    ml_kept_open_destroy(kept);
}
END_TEST
#endif

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, things_are_found_by_their_file_and_the_oldest_goes);
    tcase_add_test(tests, what_is_shared_lives_as_long_as_somebody_has_it);
    tcase_add_test(tests, there_is_a_bound_to_what_is_shared);
    tcase_add_test(tests, descriptors_are_reserved_while_half_of_them_are_left);
#ifdef HAVE_LIBZIP
    tcase_add_test(tests, an_archive_is_opened_once);
#endif
}

int main(void) { return unit_main("kept_open", add_tests); }
