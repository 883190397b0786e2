/* A set of images in the temporary folder, for tests of the engine: truth/ID.npy with 1-byte labels, pred/ID.npy with floats,
 * and the same numbers in memory. */
#ifndef ML_TESTS_SET_H
#define ML_TESTS_SET_H

#include "tree.h"
#include "unit.h"

#include "engine/job.h"

enum { SET_CLASSES = 3, SET_IGNORED = 255 };

typedef struct set_file {
    const char *id;
    size_t n_images, height, width; /* more than one image: a batch */
} set_file;

/* One is large enough to be split into bands, and ends within one. */
static const set_file set_files[] = {
    {"a/0", 1, 37, 23},       {"a/1", 1, 1, 1},   {"b/batch", 3, 29, 31},
    {"b/large", 1, 601, 503}, {"c/0", 1, 64, 64}, {"c/1", 1, 90, 77},
};
enum { SET_IMAGES = 8, SET_FILES = ML_COUNT(set_files) };

/* An image, as it was written. */
typedef struct set_image {
    char id[16];
    size_t height, width;
    uint8_t *truth; /* [height][width] */
    float *q;       /* [height][width][SET_CLASSES], positive */
} set_image;

static set_image set_images[SET_IMAGES];

/* A file of format 1.0. */
static inline void set_write_npy(const char *name, const char *type, const char *shape, const void *bytes, size_t n)
{
    char path[TREE_PATH_SIZE], head[128];
    tree_add(name);
    FILE *file = fopen(tree_path(name, path), "wb");
    int length = snprintf(head, sizeof head, "{'descr': '%s', 'fortran_order': False, 'shape': (%s)}", type, shape);
    EXPECT(file && length > 0 && length < (int)sizeof head, "%s", path);
    memset(head + length, ' ', sizeof head - (size_t)length);
    head[117] = '\n';
    const uint8_t begin[10] = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0};
    EXPECT(fwrite(begin, 1, 10, file) == 10 && fwrite(head, 1, 118, file) == 118 && fwrite(bytes, 1, n, file) == n &&
               fclose(file) == 0,
           "%s: %s", path, strerror(errno));
}

/* Floats in the order of this machine's bytes. */
static inline const char *set_float_type(void)
{
    const uint16_t one = 1;
    uint8_t first;
    memcpy(&first, &one, 1);
    return first ? "<f4" : ">f4";
}

/* Runs of labels, some ignored, and values that mostly favour the true class. */
static inline void set_fill(size_t n, uint8_t *truth, float *q, uint64_t *state)
{
    uint8_t label = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || unit_below(state, 6) == 0)
            label = unit_below(state, 9) ? (uint8_t)unit_below(state, SET_CLASSES) : SET_IGNORED;
        truth[i] = label;
        for (size_t c = 0; c < SET_CLASSES; c++)
            q[i * SET_CLASSES + c] = (float)(unit_fraction(state) + (c == label ? 0.75 : 0.001));
    }
}

/* To be called in a fixture, once the folder is there. */
static inline void set_setup(void)
{
    uint64_t state = 77;
    size_t image = 0;
    for (size_t f = 0; f < SET_FILES; f++) {
        const set_file *file = &set_files[f];
        size_t n = file->height * file->width, n_all = file->n_images * n;
        char name[64], shape[64], batch[24] = "";
        uint8_t *truth = malloc(n_all);
        float *q = malloc(n_all * SET_CLASSES * sizeof *q);
        ck_assert(truth != NULL && q != NULL);
        set_fill(n_all, truth, q, &state);
        if (file->n_images > 1)
            snprintf(batch, sizeof batch, "%zu, ", file->n_images);
        snprintf(name, sizeof name, "truth/%s.npy", file->id);
        snprintf(shape, sizeof shape, "%s%zu, %zu", batch, file->height, file->width);
        set_write_npy(name, "|u1", shape, truth, n_all);
        snprintf(name, sizeof name, "pred/%s.npy", file->id);
        snprintf(shape, sizeof shape, "%s%zu, %zu, %d", batch, file->height, file->width, SET_CLASSES);
        set_write_npy(name, set_float_type(), shape, q, n_all * SET_CLASSES * sizeof *q);
        for (size_t k = 0; k < file->n_images; k++, image++) {
            set_image *im = &set_images[image];
            *im = (set_image){"", file->height, file->width, truth + k * n, q + k * n * SET_CLASSES};
            snprintf(im->id, sizeof im->id, file->n_images > 1 ? "%s[%zu]" : "%s", file->id, k);
        }
    }
    ck_assert_uint_eq(image, SET_IMAGES);
}

/* The arrays of a file belong to its first image. */
static inline void set_teardown(void)
{
    for (size_t f = 0, image = 0; f < SET_FILES; image += set_files[f++].n_images) {
        free(set_images[image].truth);
        free(set_images[image].q);
    }
}

/* To be called in add_tests. */
static inline void set_use(TCase *tests)
{
    tree_use(tests);
    tcase_add_unchecked_fixture(tests, set_setup, set_teardown);
}

/* A job that evaluates the set; must not move. */
typedef struct set_job {
    ml_job job;
    char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE], output[TREE_PATH_SIZE];
    char *inputs[2];
} set_job;

static inline void set_job_init(set_job *s, size_t n_threads)
{
    *s = (set_job){.job = {ML_JOB_DEFAULTS, .n_threads = n_threads, .n_inputs = 2}};
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_label_list_add(&s->job.classes.ignored, SET_IGNORED, &error), ML_OK);
    tree_path("truth", s->truth);
    tree_path("pred", s->prediction);
    s->inputs[0] = s->truth;
    s->inputs[1] = s->prediction;
    s->job.inputs = s->inputs;
    s->job.kernel = getenv(ML_KERNEL_VARIABLE);
}

static inline void set_job_clear(set_job *s) { ml_label_list_clear(&s->job.classes.ignored); }

#endif
