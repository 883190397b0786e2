/* format/npz: arrays of archives as streams; sound, damaged and hostile archives, nearly all from memory. */
#include "../crc.h"
#include "data.h"
#include "tree.h"
#include "unit.h"

#include "format/array_reader.h"
#include "format/late_library.h"
#include "format/npy.h"
#include "format/npz.h"

/* --- Archives of the test data --- */

#ifdef HAVE_LIBZIP

/* --- Archives made here --- */

enum { MAX_ARCHIVE = 1 << 20 };

/* An archive that grows. */
typedef struct archive {
    size_t n;
    uint8_t bytes[MAX_ARCHIVE];
} archive;

static void put(archive *a, uint64_t value, size_t n_bytes)
{
    EXPECT(a->n + n_bytes <= MAX_ARCHIVE, "no room");
    for (; n_bytes > 0; n_bytes--, value >>= 8)
        a->bytes[a->n++] = (uint8_t)value;
}

static void put_bytes(archive *a, const void *bytes, size_t n)
{
    EXPECT(a->n + n <= MAX_ARCHIVE, "no room");
    memcpy(a->bytes + a->n, bytes, n);
    a->n += n;
}

/* A deflate stream of stored blocks of at most `block` bytes. */
static void put_deflated(archive *a, const uint8_t *bytes, size_t n, size_t block)
{
    for (size_t at = 0; at < n || at == 0; at += block) {
        size_t some = n - at < block ? n - at : block;
        put(a, at + some == n, 1);
        put(a, some, 2);
        put(a, ~some, 2);
        put_bytes(a, bytes + at, some);
    }
}

/* The part that the local and the central header have in common. */
static void put_header(archive *a, size_t name_length, bool deflated, uint32_t crc, size_t packed, size_t size)
{
    put(a, 20, 2);
    put(a, 0, 2);
    put(a, deflated ? 8 : 0, 2);
    put(a, UINT64_C(33) << 16, 4);
    put(a, crc, 4);
    put(a, packed, 4);
    put(a, size, 4);
    put(a, name_length, 2);
    put(a, 0, 2);
}

/* An archive of one member, "q.npy". Returns where its data begin. */
static size_t make_archive(archive *a, const uint8_t *bytes, size_t n, bool deflated)
{
    const char name[] = "q.npy";
    const size_t length = sizeof name - 1, start = 30 + length;
    uint32_t crc = crc_of(bytes, n);
    a->n = start;
    if (deflated)
        put_deflated(a, bytes, n, 5000);
    else
        put_bytes(a, bytes, n);
    size_t directory = a->n, packed = directory - start;
    a->n = 0;
    put(a, 0x04034b50, 4);
    put_header(a, length, deflated, crc, packed, n);
    put_bytes(a, name, length);
    a->n = directory;
    put(a, 0x02014b50, 4);
    put(a, 20, 2);
    put_header(a, length, deflated, crc, packed, n);
    put(a, 0, 14); /* comment, disk, attributes, offset */
    put_bytes(a, name, length);
    size_t end = a->n;
    put(a, 0x06054b50, 4);
    put(a, 0, 4);
    put(a, 1, 2);
    put(a, 1, 2);
    put(a, end - directory, 4);
    put(a, directory, 4);
    put(a, 0, 2);
    return start;
}

/* --- What is read --- */

/* All of a member, and whether its end has been verified. NULL and `error` on failure. */
static uint8_t *read_all(const ml_source *member, ml_error *error)
{
    size_t n = (size_t)member->size_bytes;
    uint8_t *bytes = malloc(n ? n : 1);
    ml_status status = ml_source_read(member, 0, n, error, bytes);
    if (!status)
        status = ml_source_finish(member, error);
    EXPECT(status == error->status, "the error has another status");
    if (status)
        free(bytes);
    return status ? NULL : bytes;
}

/* Which array each good archive gives, and the file that has the same bytes (NULL: another one than hwc). */
static const struct good {
    const char *name, *array, *key, *same;
    bool sequential;
} goods[] = {
    {"stored-hwc", NULL, "arr_0", "f4-hwc", false},
    {"stored-chw", NULL, "arr_0", "f4-chw", false},
    {"stored-fortran", NULL, "arr_0", "f4-fortran", false},
    {"deflated-hwc", NULL, "arr_0", "f4-hwc", true},
    {"deflated-chw", NULL, "arr_0", "f4-chw", true},
    {"deflated-fortran", NULL, "arr_0", "f4-fortran", true},
    {"deflated-c1hw", NULL, "probabilities", NULL, true},
    {"probabilities", NULL, "probabilities", "f4-hwc", true},
    {"probabilities", "zz", "zz", NULL, false},
    {"probabilities", "arr_0", "arr_0", NULL, false},
    {"softmax", NULL, "softmax", "f4-chw", false},
    {"arr_0", NULL, "arr_0", "f4-hwc", false},
    {"arr_0", "arr_1", "arr_1", NULL, true},
    {"keys", "net/a", "net/a", "f4-hwc", true},
    {"keys", "net/b", "net/b", NULL, false},
    {"beside", NULL, "net/q", "f4-hwc", false},
    {"beside", "net/q", "net/q", "f4-hwc", false},
    {"zip64", NULL, "arr_0", "f4-hwc", true},
    {"not-zip64", NULL, "arr_0", "f4-hwc", true},
    {"streamed", NULL, "arr_0", "f4-chw", true},
    {"labels", NULL, "arr_0", NULL, true},
    {"batch", NULL, "probabilities", "f4-nhwc", true},
    {"batch-chw", NULL, "probabilities", NULL, true},
    {"decided", NULL, "arr_0", "u1-hw", false},
};

static void expect_good(const struct good *good)
{
    data_file file, same;
    char name[80];
    ml_error error = ML_ERROR_INIT;
    ml_source member;
    snprintf(name, sizeof name, "good-npz-%s.npz", good->name);
    data_load(&file, name);
    EXPECT(ml_npz_open(&file.source, good->array, NULL, &error, &member) == ML_OK, "%s", error.text);
    snprintf(name, sizeof name, "good-npz-%s.npz:%s", good->name, good->key);
    EXPECT(strcmp(member.name, name) == 0, "%s is called %s", name, member.name);
    EXPECT(member.sequential == good->sequential, "%s: sequential", name);
    uint8_t *bytes = read_all(&member, &error);
    EXPECT(bytes, "%s", error.text);
    snprintf(name, sizeof name, "good-npy-%s.npy", good->same ? good->same : "f4-hwc");
    data_load(&same, name);
    bool equal = member.size_bytes == same.source.size_bytes && memcmp(bytes, same.bytes, (size_t)member.size_bytes) == 0;
    EXPECT(equal == (good->same != NULL), "%s and %s", member.name, name);
    ml_source_close(&member);
    free(bytes);
    free(file.bytes);
    free(same.bytes);
}

START_TEST(every_good_archive_gives_the_array_that_is_meant)
{
    for (size_t i = 0; i < ML_COUNT(goods); i++)
        expect_good(&goods[i]);
}
END_TEST

static const char *good_name(size_t i) { return i < ML_COUNT(goods) ? goods[i].name : NULL; }

START_TEST(no_good_archive_is_forgotten_here) { data_expect_named("good-npz-", ".npz", good_name); }
END_TEST

START_TEST(an_array_that_is_not_there_or_not_the_only_one_is_an_error_with_the_names)
{
    static const struct {
        const char *name, *array, *text;
    } cases[] = {
        {"good-npz-keys.npz", NULL, "good-npz-keys.npz: holds 2 arrays, net/a, net/b; say which with --array=KEY"},
        {"good-npz-keys.npz", "net/c",
         "good-npz-keys.npz: holds no array called net/c; it holds net/a, net/b; did you mean net/a?"},
        {"good-npz-keys.npz", "c", "good-npz-keys.npz: holds no array called c; it holds net/a, net/b"},
        {"good-npz-keys.npz", "", "good-npz-keys.npz: holds no array called ; it holds net/a, net/b"},
        {"good-npz-keys.npz", "net/a.npy",
         "good-npz-keys.npz: holds no array called net/a.npy; it holds net/a, net/b; did you mean net/a?"},
        {"good-npz-probabilities.npz", "probabilites",
         "good-npz-probabilities.npz: holds no array called probabilites; it holds arr_0, softmax, probabilities, zz; did you "
         "mean "
         "probabilities?"},
        {"bad-npz-no-array.npz", NULL, "bad-npz-no-array.npz: holds no array: none of its 2 members is called .npy"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        ml_source member;
        data_load(&file, cases[i].name);
        EXPECT(ml_npz_open(&file.source, cases[i].array, NULL, &error, &member) == ML_E_INPUT, "case %zu is opened", i);
        EXPECT(strcmp(error.text, cases[i].text) == 0, "case %zu: %s", i, error.text);
        free(file.bytes);
    }
}
END_TEST

START_TEST(every_bad_archive_is_refused_with_its_name)
{
    glob_t found = data_glob("bad-npz-*.npz", 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        ml_source member;
        ml_array_header header;
        data_load(&file, data_name(found.gl_pathv[i]));
        ml_status status = ml_npz_open(&file.source, NULL, NULL, &error, &member);
        if (!status) {
            status = ml_npy_read_header(&member, &error, &header);
            uint8_t *bytes = status ? NULL : read_all(&member, &error);
            status = error.status;
            free(bytes);
            ml_source_close(&member);
        }
        bool only_nan = strcmp(file.name, "bad-npz-nan.npz") == 0;
        EXPECT(status == (only_nan ? ML_OK : ML_E_INPUT), "%s: %d", file.name, (int)status);
        EXPECT(only_nan || strncmp(error.text, file.name, strlen(file.name)) == 0, "%s: %s", file.name, error.text);
        free(file.bytes);
    }
    globfree(&found);
}
END_TEST

/* --- Reading --- */

enum { LARGE = 100000 }; /* bytes: more than are kept of a member's start */

static archive large[2]; /* stored, deflated; of the same bytes */
static uint8_t large_bytes[LARGE];

/* The two archives of LARGE bytes; the data of large[i] begin at the answer. */
static size_t make_large(bool deflated)
{
    uint64_t state = 5;
    for (size_t i = 0; i < LARGE; i++)
        large_bytes[i] = (uint8_t)unit_random(&state);
    return make_archive(&large[deflated], large_bytes, LARGE, deflated);
}

static void open_large(bool deflated, ml_source *member)
{
    ml_error error = ML_ERROR_INIT;
    ml_source source = ml_source_memory("large.npz", large[deflated].bytes, large[deflated].n);
    EXPECT(ml_npz_open(&source, NULL, NULL, &error, member) == ML_OK, "%s", error.text);
    EXPECT(member->size_bytes == LARGE && member->sequential == deflated, "another member");
}

START_TEST(bytes_are_the_same_in_whatever_order_they_are_read)
{
    static const size_t sizes[] = {1, 6, 500, 4096, 30000, LARGE};
    uint64_t state = 9;
    for (int deflated = 0; deflated < 2; deflated++) {
        ml_source member;
        ml_error error = ML_ERROR_INIT;
        uint8_t to[LARGE];
        make_large(deflated);
        open_large(deflated, &member);
        for (size_t round = unit_rounds(1000); round-- > 0;) {
            size_t n = unit_below(&state, sizes[unit_below(&state, ML_COUNT(sizes))]) + 1;
            uint64_t offset = unit_below(&state, LARGE - n + 1);
            memset(to, 0, n);
            EXPECT(ml_source_read(&member, offset, n, &error, to) == ML_OK, "%s", error.text);
            EXPECT(memcmp(to, large_bytes + offset, n) == 0, "%zu bytes at %d differ", n, (int)offset);
            if (unit_below(&state, 50) == 0)
                EXPECT(ml_source_finish(&member, &error) == ML_OK, "%s", error.text);
        }
        EXPECT(ml_source_read(&member, LARGE - 5, 6, &error, to) == ML_E_INPUT, "read beyond the end");
        EXPECT(strcmp(error.text, "large.npz:q: ends early, after 100000 bytes") == 0, "%s", error.text);
        ml_source_close(&member);
    }
}
END_TEST

START_TEST(reading_in_order_finds_damage_with_the_last_byte)
{
    for (int deflated = 0; deflated < 2; deflated++) {
        size_t start = make_large(deflated);
        ml_source member;
        ml_error error = ML_ERROR_INIT;
        uint8_t to[1000];
        large[deflated].bytes[start + 50000] ^= 1;
        open_large(deflated, &member);
        for (uint64_t at = 0; at < LARGE; at += sizeof to)
            EXPECT(ml_source_read(&member, at, sizeof to, &error, to) == (at + sizeof to < LARGE ? ML_OK : ML_E_INPUT),
                   "at %d: %s", (int)at, error.text);
        EXPECT(strstr(error.text, "large.npz:q: the check sum (CRC)"), "%s", error.text);
        EXPECT(ml_source_finish(&member, &error) == ML_E_INPUT, "finished");
        ml_source_close(&member);
    }
}
END_TEST

START_TEST(finishing_finds_damage_whatever_has_been_read)
{
    uint64_t state = 11;
    for (size_t round = unit_rounds(200); round-- > 0;) {
        bool deflated = round % 2, damaged = round % 8 != 1;
        size_t start = make_large(deflated), reads = unit_below(&state, 4);
        ml_source member;
        ml_error error = ML_ERROR_INIT;
        ml_status status = ML_OK;
        uint8_t to[20000];
        if (damaged) /* among the data, not in the lengths of deflate's blocks */
            large[deflated].bytes[start + 5 + unit_below(&state, 20) * (deflated ? 5005 : 5000) + unit_below(&state, 4990)] ^=
                (uint8_t)(1u << unit_below(&state, 8));
        open_large(deflated, &member);
        while (reads-- > 0 && !status) {
            size_t n = unit_below(&state, sizeof to);
            status = ml_source_read(&member, unit_below(&state, LARGE - n), n, &error, to);
        }
        if (!status)
            status = ml_source_finish(&member, &error);
        EXPECT(status == (damaged ? ML_E_INPUT : ML_OK), "%s: %s", damaged ? "damage is not found" : "sound", error.text);
        EXPECT(ml_source_finish(&member, &error) == status, "finished otherwise the second time");
        ml_source_close(&member);
    }
}
END_TEST

/* --- Several readers --- */

static size_t n_times[2 * LARGE]; /* that each byte of the archive has been read */

static ml_status read_counted(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    const archive *a = state;
    ML_UNUSED(error);
    memcpy(to, a->bytes + offset, n);
    for (size_t i = 0; i < n; i++)
        n_times[offset + i]++;
    return ML_OK;
}

static ml_status finish_counted(void *state, ml_error *error)
{
    ML_UNUSED(state);
    ML_UNUSED(error);
    return ML_OK;
}

static void close_counted(void *state) { ML_UNUSED(state); }

/* What is open of one archive at a time is read once for all, for the check sum too; and then again. */
START_TEST(no_byte_of_a_stored_array_is_read_twice_by_all_who_have_it_open)
{
    static const ml_source_ops ops = {read_counted, finish_counted, close_counted};
    uint64_t state = 17;
    for (size_t round = unit_rounds(40); round-- > 0;) {
        enum { READERS = 3, PIECE = 3000 };
        ml_source members[READERS];
        ml_error error = ML_ERROR_INIT;
        ml_kept_open *kept = ml_kept_open_create();
        bool damaged = round % 4 == 1, all = round % 2;
        uint8_t to[PIECE];
        const size_t start = make_large(false);
        if (damaged)
            large[0].bytes[start + unit_below(&state, LARGE)] ^= 1;
        for (size_t r = 0; r < READERS; r++) {
            ml_source source = {.name = "counted.npz", .size_bytes = large[0].n, .fd = -1, .ops = &ops, .state = &large[0]};
            EXPECT(ml_npz_open(&source, NULL, kept, &error, &members[r]) == ML_OK, "%s", error.text);
        }
        memset(n_times, 0, sizeof n_times);
        for (size_t piece = 0; piece * PIECE < LARGE; piece++) { /* evens, then odds, as planes of pixels are read; or some */
            const size_t n_pieces = (LARGE + PIECE - 1) / PIECE, half = (n_pieces + 1) / 2;
            const size_t at = (piece < half ? 2 * piece : 2 * (piece - half) + 1) * PIECE;
            const size_t n = LARGE - at < PIECE ? LARGE - at : PIECE;
            if (all || unit_below(&state, 2))
                EXPECT(ml_source_read(&members[unit_below(&state, READERS)], at, n, &error, to) == ML_OK, "%s", error.text);
        }
        for (size_t r = 0; r < READERS; r++)
            EXPECT(ml_source_finish(&members[r], &error) == (damaged ? ML_E_INPUT : ML_OK), "round %zu: %s", round, error.text);
        EXPECT(!damaged || strstr(error.text, "counted.npz:q: the check sum (CRC)"), "%s", error.text);
        for (size_t i = 0; i < LARGE; i++)
            EXPECT(n_times[start + i] == 1, "byte %zu is read %zu times", i, n_times[start + i]);
        for (size_t r = 0; r < READERS; r++)
            ml_source_close(&members[r]);
        ml_kept_open_destroy(kept);
    }
}
END_TEST

/* --- Images --- */

enum { ROWS = 100, COLUMNS = 60, CHANNELS = 3, IMAGES = 2, N_ELEMS = IMAGES * ROWS * COLUMNS * CHANNELS, HEADER_BYTES = 128 };

/* The value of a pixel of an image. */
static float value_of(size_t image, size_t pixel, size_t c) { return (float)(image * 100000 + pixel * 10 + c); }

/* A batch of images as an .npy in memory, N_ELEMS floats behind HEADER_BYTES. */
static void make_batch(ml_layout layout, uint8_t *npy)
{
    bool hwc = layout == ML_LAYOUT_HWC;
    const uint16_t one = 1;
    memset(npy, ' ', HEADER_BYTES);
    memcpy(npy, "\x93NUMPY\1\0\x76\0", 10);
    int n = snprintf((char *)npy + 10, HEADER_BYTES - 10, "{'descr':'%cf4','fortran_order':False,'shape':(%d,%d,%d,%d)}",
                     *(const uint8_t *)&one ? '<' : '>', IMAGES, hwc ? ROWS : CHANNELS, hwc ? COLUMNS : ROWS,
                     hwc ? CHANNELS : COLUMNS);
    npy[10 + n] = ' ';
    for (size_t image = 0; image < IMAGES; image++)
        for (size_t pixel = 0; pixel < ROWS * COLUMNS; pixel++)
            for (size_t c = 0; c < CHANNELS; c++) {
                float value = value_of(image, pixel, c);
                size_t at = hwc ? pixel * CHANNELS + c : c * ROWS * COLUMNS + pixel;
                memcpy(npy + HEADER_BYTES + (image * ROWS * COLUMNS * CHANNELS + at) * sizeof value, &value, sizeof value);
            }
}

/* Reads an image tile by tile, and compares its values. */
static ml_status read_image(ml_array_reader *array, size_t image, ml_error *error)
{
    ml_status status = ml_array_reader_start(array, image, error);
    for (size_t first = 0, n; first < ROWS * COLUMNS && !status; first += n) {
        ml_values values;
        n = ROWS * COLUMNS - first < ML_TILE_PIXELS ? ROWS * COLUMNS - first : ML_TILE_PIXELS;
        status = ml_array_reader_read(array, first, n, error, &values);
        for (size_t i = 0; i < n * CHANNELS && !status; i++) {
            size_t pixel = i / CHANNELS, c = i % CHANNELS;
            float got = ((const float *)values.samples)[pixel * values.pixel_stride + c * values.channel_stride];
            EXPECT(got <= value_of(image, first + pixel, c) && got >= value_of(image, first + pixel, c),
                   "image %zu, pixel %zu, channel %zu: %g", image, first + pixel, c, (double)got);
        }
    }
    return status;
}

START_TEST(an_image_is_read_to_its_end_only_if_the_whole_array_is_sound)
{
    static uint8_t npy[HEADER_BYTES + N_ELEMS * sizeof(float)];
    const ml_limits limits = ML_LIMITS_DEFAULT;
    for (int how = 0; how < 8; how++) {
        ml_layout layout = how & 1 ? ML_LAYOUT_CHW : ML_LAYOUT_HWC;
        bool deflated = how & 2, damaged = how & 4;
        ml_error error = ML_ERROR_INIT;
        ml_source source, member;
        ml_array_header header;
        ml_axes axes;
        ml_array_reader array;
        make_batch(layout, npy);
        make_archive(&large[0], npy, sizeof npy, deflated);
        if (damaged)
            large[0].bytes[large[0].n - 1000] ^= 1; /* in the last image */
        source = ml_source_memory("batch.npz", large[0].bytes, large[0].n);
        EXPECT(ml_npz_open(&source, NULL, NULL, &error, &member) == ML_OK, "%s", error.text);
        EXPECT(ml_npy_read_header(&member, &error, &header) == ML_OK, "%s", error.text);
        EXPECT(ml_axes_fit(&header, true, layout, ROWS, COLUMNS, &axes), "does not fit");
        EXPECT(ml_array_reader_init(&member, &header, &axes, &limits, &error, &array) == ML_OK, "%s", error.text);
        EXPECT((array.whole != NULL) == (deflated && layout == ML_LAYOUT_CHW), "case %d: is it held whole?", how);
        if (damaged) {
            EXPECT(read_image(&array, 0, &error) == ML_E_INPUT, "case %d: damage is not found", how);
            EXPECT(strstr(error.text, "batch.npz:q: the check sum (CRC)"), "%s", error.text);
        }
        for (size_t k = 0; k < 4 && !damaged; k++)
            EXPECT(read_image(&array, k % IMAGES, &error) == ML_OK, "case %d: %s", how, error.text);
        ml_array_reader_clear(&array);
        ml_source_close(&member);
    }
}
END_TEST

START_TEST(a_member_may_have_no_byte)
{
    for (int deflated = 0; deflated < 2; deflated++) {
        ml_source source, member;
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        make_archive(&large[0], large_bytes, 0, deflated);
        source = ml_source_memory("empty.npz", large[0].bytes, large[0].n);
        EXPECT(ml_npz_open(&source, NULL, NULL, &error, &member) == ML_OK, "%s", error.text);
        ck_assert_uint_eq(member.size_bytes, 0);
        EXPECT(ml_source_finish(&member, &error) == ML_OK, "%s", error.text);
        EXPECT(ml_source_read(&member, 0, 0, &error, large_bytes) == ML_OK, "%s", error.text);
        EXPECT(ml_source_finish(&member, &error) == ML_OK, "%s", error.text);
        EXPECT(ml_npy_read_header(&member, &error, &header) == ML_E_INPUT, "has a header");
        ml_source_close(&member);
    }
}
END_TEST

START_TEST(a_member_takes_its_file_over_and_notices_that_it_shrinks)
{
    for (int deflated = 0; deflated < 2; deflated++) {
        char path[TREE_PATH_SIZE], to[LARGE];
        ml_error error = ML_ERROR_INIT;
        ml_source source, member;
        size_t start = make_large(deflated);
        FILE *file = fopen(tree_path("large.npz", path), "wb");
        EXPECT(file && fwrite(large[deflated].bytes, 1, large[deflated].n, file) == large[deflated].n && fclose(file) == 0,
               "%s", path);
        ck_assert_int_eq(ml_source_open(path, &error, &source), ML_OK);
        EXPECT(ml_npz_open(&source, NULL, NULL, &error, &member) == ML_OK, "%s", error.text);
        ck_assert_int_eq(source.fd, -1); /* taken over */
        EXPECT(ml_source_read(&member, 0, LARGE, &error, to) == ML_OK, "%s", error.text);
        EXPECT(memcmp(to, large_bytes, LARGE) == 0, "other bytes");
        ck_assert_int_eq(truncate(path, (off_t)start + 50000), 0);
        EXPECT(ml_source_read(&member, 0, LARGE, &error, to) == ML_E_INPUT, "read what is not there");
        EXPECT(strstr(error.text, path) && strstr(error.text, "has changed"), "%s", error.text);
        ml_source_close(&member);
    }
}
END_TEST

/* --- Damage anywhere --- */

/* Opens and reads all; with damage it must be refused, or give the sound bytes. */
static void expect_sound_or_refused(const uint8_t *bytes, size_t n, const uint8_t *sound, size_t n_sound, const char *what)
{
    ml_source source = ml_source_memory("damaged.npz", bytes, n), member;
    ml_error error = ML_ERROR_INIT;
    uint8_t *got = NULL;
    if (!ml_npz_open(&source, NULL, NULL, &error, &member)) {
        got = read_all(&member, &error);
        EXPECT(!got || (member.size_bytes == n_sound && memcmp(got, sound, n_sound) == 0), "%s: other bytes", what);
        ml_source_close(&member);
    }
    EXPECT(got || (error.status == ML_E_INPUT && strncmp(error.text, "damaged.npz", 11) == 0), "%s: %s", what, error.text);
    free(got);
}

START_TEST(an_archive_cut_anywhere_or_with_any_bit_flipped_gives_the_same_bytes_or_none)
{
    static const char *const names[] = {"stored-hwc", "deflated-chw", "probabilities", "zip64", "streamed", "arr_0"};
    size_t step = unit_rounds(1000) < 1000 ? 37 : 1;
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        data_file file;
        char name[64], what[128];
        ml_error error = ML_ERROR_INIT;
        ml_source member;
        snprintf(name, sizeof name, "good-npz-%s.npz", names[k]);
        data_load(&file, name);
        EXPECT(ml_npz_open(&file.source, NULL, NULL, &error, &member) == ML_OK, "%s", error.text);
        size_t n = (size_t)file.source.size_bytes, n_sound = (size_t)member.size_bytes;
        uint8_t *sound = read_all(&member, &error);
        ml_source_close(&member);
        for (size_t length = 0; length < n; length += step) {
            uint8_t *cut = malloc(length ? length : 1);
            memcpy(cut, file.bytes, length);
            snprintf(what, sizeof what, "%s cut to %zu bytes", name, length);
            expect_sound_or_refused(cut, length, sound, n_sound, what);
            free(cut);
        }
        for (size_t bit = 0; bit < 8 * n; bit += step) {
            file.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            snprintf(what, sizeof what, "%s bit %zu", name, bit);
            expect_sound_or_refused(file.bytes, n, sound, n_sound, what);
            file.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        free(sound);
        free(file.bytes);
    }
}
END_TEST

#ifdef ML_LIBZIP_SONAME

#define SOME_OF_LIBZIP(X) X(zip_libzip_version) X(zip_fclose)

/* Declared here as the table has it; the header is known to format/zip_directory alone. */
const char *zip_libzip_version(void);
int zip_fclose(void *file);

START_TEST(a_library_is_loaded_with_all_functions_or_is_an_error_of_the_system)
{
    static const char *const names[] = {SOME_OF_LIBZIP(ML_LATE_NAME)}, *const more[] = {"zip_libzip_version",
                                                                                        "zip_of_tomorrow"};
    struct {
        SOME_OF_LIBZIP(ML_LATE_MEMBER)
    } table;
    ml_error error = ML_ERROR_INIT;
    ml_late_library library = {"libzip", ML_LIBZIP_SONAME, ML_COUNT(names), names};
    for (int again = 0; again < 2; again++) {
        memset(&table, 0, sizeof table);
        ck_assert_msg(ml_late_library_load(&library, "a.npz", &error, &table) == ML_OK, "%s", error.text);
        ck_assert(strchr(table.zip_libzip_version(), '.') && table.zip_fclose);
    }
    library.functions = more;
    ck_assert_int_eq(ml_late_library_load(&library, "a.npz", &error, &table), ML_E_SYSTEM);
    EXPECT(strncmp(error.text, "a.npz: cannot be read without libzip: ", 38) == 0 && strstr(error.text, "zip_of_tomorrow") &&
               strstr(error.text, "; install libzip, and all that it needs"),
           "%s", error.text);
    library = (ml_late_library){"libnone", "libnone.so.77", ML_COUNT(names), names};
    ck_assert_int_eq(ml_late_library_load(&library, "a.npz", &error, &table), ML_E_SYSTEM);
    EXPECT(strncmp(error.text, "a.npz: cannot be read without libnone: ", 39) == 0 && strstr(error.text, "libnone.so.77"), "%s",
           error.text);
}
END_TEST

#endif

#else

START_TEST(built_without_libzip_archives_are_refused_with_the_reason)
{
    data_file file;
    ml_error error = ML_ERROR_INIT;
    ml_source member;
    data_load(&file, "good-npz-stored-hwc.npz");
    ck_assert_int_eq(ml_npz_open(&file.source, NULL, NULL, &error, &member), ML_E_INPUT);
    ck_assert(strstr(error.text, file.name) && strstr(error.text, "--without-libzip"));
    free(file.bytes);
}
END_TEST

#endif

static void add_tests(TCase *tests)
{
    tree_use(tests);
#ifdef HAVE_LIBZIP
#ifdef ML_LIBZIP_SONAME
    tcase_add_test(tests, a_library_is_loaded_with_all_functions_or_is_an_error_of_the_system);
#endif
    tcase_add_test(tests, every_good_archive_gives_the_array_that_is_meant);
    tcase_add_test(tests, no_good_archive_is_forgotten_here);
    tcase_add_test(tests, an_array_that_is_not_there_or_not_the_only_one_is_an_error_with_the_names);
    tcase_add_test(tests, every_bad_archive_is_refused_with_its_name);
    tcase_add_test(tests, bytes_are_the_same_in_whatever_order_they_are_read);
    tcase_add_test(tests, reading_in_order_finds_damage_with_the_last_byte);
    tcase_add_test(tests, finishing_finds_damage_whatever_has_been_read);
    tcase_add_test(tests, no_byte_of_a_stored_array_is_read_twice_by_all_who_have_it_open);
    tcase_add_test(tests, an_image_is_read_to_its_end_only_if_the_whole_array_is_sound);
    tcase_add_test(tests, a_member_may_have_no_byte);
    tcase_add_test(tests, a_member_takes_its_file_over_and_notices_that_it_shrinks);
    tcase_add_test(tests, an_archive_cut_anywhere_or_with_any_bit_flipped_gives_the_same_bytes_or_none);
#else
    tcase_add_test(tests, built_without_libzip_archives_are_refused_with_the_reason);
#endif
}

int main(void) { return unit_main("npz", add_tests); }
