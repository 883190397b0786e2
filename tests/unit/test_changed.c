/* Files that change while they are read, in every format and on every side: input/open_pair, io/file_mark, engine/bands. */
#include "data.h"
#include "set.h"
#include "tree.h"
#include "unit.h"

#include "engine/eval.h"
#include "input/open_pair.h"
#include "io/destination.h"
#include "io/file_mark.h"

#include <fcntl.h>
#include <stdatomic.h>

/* --- How files change --- */

static void copy_file(const char *from, const char *to)
{
    size_t n;
    uint8_t *bytes = data_read(from, &n);
    FILE *file = fopen(to, "wb");
    EXPECT(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0, "%s: %s", to, strerror(errno));
    free(bytes);
}

/* Nobody writes as late as that, so that it is another time however coarse the clock is. */
static void write_to(const char *path)
{
    const struct timespec times[2] = {{.tv_sec = 2000000000}, {.tv_sec = 2000000000, .tv_nsec = 1}};
    ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

/* By the same bytes, with the same time. */
static void replace(const char *path)
{
    char other[TREE_PATH_SIZE + 4];
    struct stat info;
    snprintf(other, sizeof other, "%s.new", path);
    copy_file(path, other);
    ck_assert_int_eq(stat(path, &info), 0);
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
    ck_assert(utimensat(AT_FDCWD, other, times, 0) == 0 && rename(other, path) == 0);
}

static void lengthen(const char *path)
{
    struct stat info;
    ck_assert_int_eq(stat(path, &info), 0);
    const struct timespec times[2] = {info.st_atim, info.st_mtim};
    ck_assert(truncate(path, info.st_size + 1) == 0 && utimensat(AT_FDCWD, path, times, 0) == 0);
}

static void remove_it(const char *path) { ck_assert_int_eq(unlink(path), 0); }

static const struct {
    void (*make)(const char *path);
    const char *text;
} changes[] = {{write_to, "has changed"}, {replace, "has changed"}, {lengthen, "has changed"}, {remove_it, "was removed"}};

START_TEST(what_is_no_change_of_the_bytes_is_no_error)
{
    char path[TREE_PATH_SIZE], other[TREE_PATH_SIZE];
    struct stat info;
    ml_error error = ML_ERROR_INIT;
    tree_write(tree_path("same", path), "text");
    int fd = open(path, O_RDONLY);
    ck_assert(fd >= 0 && fstat(fd, &info) == 0);
    const ml_file_mark mark = ml_file_mark_of(&info);
    EXPECT(ml_file_mark_check(&mark, fd, path, path, &error) == ML_OK, "%s", error.text);
    ck_assert(chmod(path, 0600) == 0 && link(path, tree_path("twin", other)) == 0 && unlink(other) == 0);
    tree_link("same", "link"); /* a file is what its path leads to */
    for (int known = 0; known < 2; known++) {
        EXPECT(ml_file_mark_check(&mark, known ? fd : -1, path, path, &error) == ML_OK, "%s", error.text);
        EXPECT(ml_file_mark_check(&mark, known ? fd : -1, tree_path("link", other), other, &error) == ML_OK, "%s", error.text);
    }
    close(fd);
}
END_TEST

START_TEST(every_change_is_seen_by_name_and_by_descriptor)
{
    char path[TREE_PATH_SIZE];
    for (size_t k = 0; k < 2 * ML_COUNT(changes); k++) {
        struct stat info;
        ml_error error = ML_ERROR_INIT;
        tree_write(tree_path("other", path), "text");
        int fd = open(path, O_RDONLY);
        ck_assert(fd >= 0 && fstat(fd, &info) == 0);
        const ml_file_mark mark = ml_file_mark_of(&info);
        changes[k / 2].make(path);
        EXPECT(ml_file_mark_check(&mark, k % 2 ? fd : -1, path, "NAME", &error) == ML_E_INPUT &&
                   strstr(error.text, "NAME: ") == error.text && strstr(error.text, changes[k / 2].text),
               "change %zu: %s", k, error.text);
        close(fd);
    }
}
END_TEST

START_TEST(every_value_of_a_mark_tells_files_apart)
{
    const ml_file_mark mark = {1, 2, 3, 4, 5, 6, 7};
    ml_file_mark others[] = {mark, mark, mark, mark, mark};
    uint64_t *const unsigned_ones[] = {&others[0].device, &others[1].inode, &others[2].size_bytes};
    for (size_t k = 0; k < ML_COUNT(unsigned_ones); k++)
        ++*unsigned_ones[k];
    others[3].seconds++;
    others[4].nanoseconds++;
    for (size_t k = 0; k < ML_COUNT(others); k++)
        EXPECT(!ml_file_mark_same(&mark, &others[k]) && ml_file_mark_same(&others[k], &others[k]), "value %zu", k);
}
END_TEST

/* Of a file that has been moved, linked or given another mode only its path tells whether it is still there. */
START_TEST(another_time_of_change_alone_is_no_error)
{
    char path[TREE_PATH_SIZE], below[TREE_PATH_SIZE];
    struct stat info;
    ml_error error = ML_ERROR_INIT;
    tree_write(tree_path("touched", path), "text");
    int fd = open(path, O_RDONLY);
    ck_assert(fd >= 0 && fstat(fd, &info) == 0);
    ml_file_mark mark = ml_file_mark_of(&info);
    mark.changed_nanoseconds++;
    EXPECT(ml_file_mark_check(&mark, fd, path, path, &error) == ML_OK, "%s", error.text);
    mark.changed_seconds++;
    EXPECT(ml_file_mark_check(&mark, fd, path, path, &error) == ML_OK, "%s", error.text);
    /* A folder on the way is a file now. */
    ck_assert(ml_file_mark_check(&mark, fd, tree_path("touched/file", below), "NAME", &error) == ML_E_INPUT);
    EXPECT(strstr(error.text, "NAME: was removed or renamed") == error.text, "%s", error.text);
    close(fd);
}
END_TEST

/* --- Pairs --- */

static const struct {
    const char *truth, *prediction;
    ml_prediction_as as;
    size_t n_classes;
} pairs[] = {
    {"good-png-gray8.png", "good-npy-f4-hwc.npy", ML_AS_AUTO, 3},
    {"good-png-gray8-adam7.png", "good-npy-f4-chw.npy", ML_AS_AUTO, 3},
    {"good-tiff-u8.tif", "good-npy-f4-fortran.npy", ML_AS_AUTO, 3},
    {"good-tiff-tiles.tif", "good-npz-stored-hwc.npz", ML_AS_AUTO, 3},
    {"good-npy-u1-hw.npy", "good-npz-deflated-hwc.npz", ML_AS_AUTO, 3},
    {"good-png-gray8.png", "good-npz-deflated-chw.npz", ML_AS_AUTO, 3},
    {"good-png-pal8.png", "good-tiff-f32-planar.tif", ML_AS_AUTO, 3},
    {"good-png-gray8.png", "good-tiff-f32-tiles.tif", ML_AS_AUTO, 3},
    {"good-png-gray8.png", "good-tiff-u8-hard.tif", ML_AS_AUTO, 3},
    {"good-png-gray8.png", "good-png-gray16.png", ML_AS_AUTO, 3},
    {"good-png-gray8.png", "good-npz-decided.npz", ML_AS_AUTO, 3},
    {"good-png-gray1.png", "good-png-gray8.png", ML_AS_PROBABILITIES, 2},
    {"good-png-gray1.png", "good-npy-u1-hw.npy", ML_AS_PROBABILITIES, 2},
    {"good-png-gray8.png", "good-nifti-f4-slice.nii", ML_AS_AUTO, 3},
    {"good-nifti-u1.nii", "good-nifti-hard.nii.gz", ML_AS_AUTO, 3},
    {"good-nifti-u1.nii.gz", "good-nifti-f4-5d.nii.gz", ML_AS_AUTO, 3},
    {"good-png-gray8.png", "planes", ML_AS_AUTO, 3},
};

/* Reads the first image of an open pair to its end. */
static ml_status read_image(ml_open_pair *opened, size_t n_classes, ml_error *error)
{
    ml_truth truth = {0};
    ml_hints hints;
    ml_status status = ml_open_pair_start(opened, 0, error);
    if (!status)
        status = ml_open_pair_read_truth(opened, error, &truth);
    const size_t n = truth.width * truth.height;
    for (size_t first = 0; first < n && !status; first += ML_TILE_PIXELS) {
        ml_tile tile = {.n_pixels = n - first < ML_TILE_PIXELS ? n - first : ML_TILE_PIXELS,
                        .n_classes = n_classes,
                        .truth = truth.plane + first};
        status = opened->prediction.ops->read(opened->prediction.state, first, tile.n_pixels, error, &tile);
    }
    if (!status)
        status = ml_open_pair_finish(opened, "NAME", error, &hints);
    ml_truth_clear(&truth);
    return status;
}

/* Where the files of a pair are copied to, and the one that changes. */
typedef struct copies {
    char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE], stem[TREE_PATH_SIZE], plane[TREE_PATH_SIZE];
} copies;

static ml_pair copy_pair(size_t k, copies *to)
{
    char from[DATA_PATH_SIZE], name[256], path[TREE_PATH_SIZE];
    ml_pair pair = {.id = (char *)"id", .truth = to->truth, .prediction = to->prediction};
    copy_file(data_path(pairs[k].truth, from), tree_path(pairs[k].truth, to->truth));
    snprintf(name, sizeof name, "p-%s", pairs[k].prediction);
    tree_path(name, to->prediction);
    if (strcmp(pairs[k].prediction, "planes") != 0) {
        copy_file(data_path(pairs[k].prediction, from), to->prediction);
        return pair;
    }
    tree_add("p-planes/");
    for (int c = 0; c < 3; c++) {
        snprintf(name, sizeof name, "good-pairs/planes8/a/%d.png", c);
        snprintf(path, sizeof path, "%.4000s/%d.png", to->prediction, c);
        copy_file(data_path(name, from), path);
        snprintf(to->plane, sizeof to->plane, "%s", path);
    }
    pair.n_planes = 3;
    snprintf(to->stem, sizeof to->stem, "%.4000s/", to->prediction);
    pair.plane_stem = to->stem;
    pair.plane_tail = (char *)".png";
    return pair;
}

static void try_change(size_t k, size_t change, bool of_truth)
{
    static ml_open_pair opened; /* large */
    static copies to;
    const ml_input_options options = {.limits = ML_LIMITS_DEFAULT, .prediction_as = pairs[k].as};
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    const ml_pair pair = copy_pair(k, &to);
    const char *changed = of_truth ? to.truth : pair.n_planes ? to.plane : to.prediction;
    EXPECT(ml_classes_init_plain(pairs[k].n_classes, &error, &classes) == ML_OK && ml_classes_index(&classes, &error) == ML_OK,
           "%s", error.text);
    ml_status status = ml_open_pair_open(&pair, &options, &classes, &error, &opened);
    if (status && strstr(error.text, "--without-lib")) {
        ml_classes_clear(&classes);
        return;
    }
    EXPECT(status == ML_OK, "%s", error.text);
    EXPECT(read_image(&opened, pairs[k].n_classes, &error) == ML_OK, "unchanged: %s", error.text);
    changes[change].make(changed);
    EXPECT(read_image(&opened, pairs[k].n_classes, &error) == ML_E_INPUT, "%s: change %zu is not seen", changed, change);
    EXPECT(strstr(error.text, changed) == error.text && (strstr(error.text, changes[change].text) || opened.pair->n_planes),
           "change %zu: %s", change, error.text);
    ml_open_pair_close(&opened);
    ml_classes_clear(&classes);
}

START_TEST(a_file_of_a_pair_that_changes_is_an_error)
{
    for (size_t k = 0; k < ML_COUNT(pairs); k++)
        for (size_t change = 0; change < ML_COUNT(changes); change++) {
            try_change(k, change, true);
            try_change(k, change, false);
        }
}
END_TEST

/* --- While tiles are looked at --- */

/* Which file is written to when the first tile of its image is seen. */
typedef struct meddler {
    const char *path;
    atomic_bool done;
} meddler;

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    ML_UNUSED(settings);
    ML_UNUSED(tally);
    ML_UNUSED(error);
    *state = *(meddler *const *)params;
    return ML_OK;
}

static void destroy(void *state) { ML_UNUSED(state); }

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    meddler *m = state;
    ML_UNUSED(tile);
    ML_UNUSED(error);
    if (!atomic_exchange(&m->done, true))
        write_to(m->path);
    return ML_OK;
}

static ml_status join(void *state, const void *other, ml_error *error)
{
    ML_UNUSED(state);
    ML_UNUSED(other);
    ML_UNUSED(error);
    return ML_OK;
}

static ml_status finish(void *state, ml_error *error, void **left)
{
    ML_UNUSED(state);
    ML_UNUSED(error);
    *left = NULL;
    return ML_OK;
}

static const ml_observer_kind meddling = {
    .name = "meddling", .create = create, .destroy = destroy, .take = take, .join = join, .finish = finish};

/* Of an image that is split into bands where there are several threads. */
START_TEST(a_change_between_tiles_is_seen_whoever_reads_them)
{
    static const size_t some_threads[] = {1, 2, 5};
    char path[TREE_PATH_SIZE];
    for (size_t k = 0; k < ML_COUNT(some_threads); k++) {
        set_job s;
        meddler m = {.path = tree_path("pred/b/large.npy", path)};
        meddler *const params = &m;
        const ml_part none = {.name = "none"};
        const ml_observer observer = {.kind = &meddling, .params = &params, .parts = &none};
        char output[TREE_PATH_SIZE];
        ml_error error = ML_ERROR_INIT;
        ml_out out;
        struct stat info;
        set_job_init(&s, some_threads[k]);
        tree_path("truth/b/large.npy", s.truth);
        tree_path("pred/b/large.npy", s.prediction);
        s.job.observers = &observer;
        s.job.n_observers = 1;
        ck_assert(stat(path, &info) == 0 && ml_out_open(tree_path("report", output), &error, &out) == ML_OK);
        EXPECT(ml_eval(&s.job, &out, &error) == ML_E_INPUT && strstr(error.text, path) == error.text &&
                   strstr(error.text, "has changed"),
               "%zu threads: %s", some_threads[k], error.text);
        ml_out_close(&out);
        set_job_clear(&s);
        const struct timespec times[2] = {info.st_atim, info.st_mtim};
        ck_assert(utimensat(AT_FDCWD, path, times, 0) == 0);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    set_use(tests);
    tcase_add_test(tests, what_is_no_change_of_the_bytes_is_no_error);
    tcase_add_test(tests, every_change_is_seen_by_name_and_by_descriptor);
    tcase_add_test(tests, every_value_of_a_mark_tells_files_apart);
    tcase_add_test(tests, another_time_of_change_alone_is_no_error);
    tcase_add_test(tests, a_file_of_a_pair_that_changes_is_an_error);
    tcase_add_test(tests, a_change_between_tiles_is_seen_whoever_reads_them);
}

int main(void) { return unit_main("changed", add_tests); }
