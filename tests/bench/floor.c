/* The floor of an evaluation: reads the same files, sums up the values and decodes the label images, and does nothing else. And
 * a competent loop for labels: decodes both images and counts in a matrix.
 *
 *     floor TRUTH PREDICTION [TRUTH PREDICTION]...
 *     floor --count TRUTH PREDICTION [TRUTH PREDICTION]...      labels of 8 bits, PNG
 *
 * A file is NAME.npy, NAME.npz, whose first member is read, NAME.png, or the planes' NAME/ (NAME/0.png ..). Prints the sum of
 * the values, so that nothing can be left out; or the number of equal labels and of all, without void. */
#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize "O3" /* what CFLAGS say comes last on the command line; clang makes vectors of sums without it */
#endif
#include <fcntl.h>
#include <png.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

enum { PIECE_BYTES = 1 << 18, MAX_PATH = 4096, VOID = 255, LOCAL_HEADER = 30 };

static unsigned char piece[PIECE_BYTES], packed[PIECE_BYTES];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* Several lanes, so that additions need not wait for each other; of their own, so that they stay in registers. */
#define SUM(TYPE, LANE_TYPE, LANES)                                                                                            \
    do {                                                                                                                       \
        const TYPE *x = (const void *)bytes;                                                                                   \
        LANE_TYPE lane[64];                                                                                                    \
        memcpy(lane, LANES, sizeof lane);                                                                                      \
        for (size_t i = 0; i + 64 <= n_bytes / sizeof *x; i += 64)                                                             \
            for (size_t k = 0; k < 64; k++)                                                                                    \
                lane[k] += x[i + k];                                                                                           \
        memcpy(LANES, lane, sizeof lane);                                                                                      \
    } while (0)

/* What is summed up so far, of samples of one type. */
typedef struct lanes {
    char type[2];
    float f4[64];
    double f8[64];
    uint32_t u4[64];
} lanes;

static void add(lanes *to, const unsigned char *bytes, size_t n_bytes)
{
    if (memcmp(to->type, "f4", 2) == 0)
        SUM(float, float, to->f4);
    else if (memcmp(to->type, "f8", 2) == 0)
        SUM(double, double, to->f8);
    else if (memcmp(to->type, "u1", 2) == 0)
        SUM(uint8_t, uint32_t, to->u4);
    else
        SUM(uint16_t, uint32_t, to->u4);
}

static double total(const lanes *of)
{
    double sum = 0;
    for (int k = 0; k < 64; k++)
        sum += (double)of->f4[k] + of->f8[k] + of->u4[k];
    return sum;
}

/* Where the data of an array begin, whose first bytes these are; notes the type. */
static size_t begin_array(const unsigned char *bytes, lanes *sums)
{
    const char *descr = (const char *)memchr(bytes, '{', 100), *at = descr ? strstr(descr, "'descr': '") : NULL;
    if (!at)
        die("no array");
    memcpy(sums->type, at + 11, 2);
    return 10 + bytes[8] + 256 * (size_t)bytes[9];
}

static double sum_array(const char *path)
{
    lanes sums = {.type = {0}};
    int file = open(path, O_RDONLY);
    if (file < 0 || pread(file, piece, 200, 0) < 100)
        die(path);
    piece[200] = '\0';
    off_t at = (off_t)begin_array(piece, &sums);
    for (ssize_t n; (n = pread(file, piece, sizeof piece, at)) > 0; at += n)
        add(&sums, piece, (size_t)n);
    close(file);
    return total(&sums);
}

static size_t number(const unsigned char *bytes) { return bytes[0] + 256 * (size_t)bytes[1]; }

/* The bytes of a member as they come: those behind the array's header, to the CRC and to the sums. */
static void add_member(const unsigned char *bytes, size_t n, int *has_begun, uLong *crc, lanes *sums)
{
    size_t header = *has_begun ? 0 : begin_array(bytes, sums);
    *has_begun = 1;
    *crc = crc32(*crc, bytes, (uInt)n);
    add(sums, bytes + header, n - header);
}

static void inflate_member(int file, off_t at, lanes *sums)
{
    z_stream stream = {0};
    uLong crc = 0;
    int has_begun = 0, status = inflateInit2(&stream, -15);
    while (status == Z_OK) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        do {
            if (stream.avail_in == 0) {
                ssize_t n = pread(file, packed, sizeof packed, at);
                at += n;
                stream.next_in = packed;
                stream.avail_in = n > 0 ? (uInt)n : 0;
            }
            status = stream.avail_in > 0 ? inflate(&stream, Z_NO_FLUSH) : Z_DATA_ERROR;
        } while (status == Z_OK && stream.avail_out > 0);
        add_member(piece, sizeof piece - stream.avail_out, &has_begun, &crc, sums);
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || crc == 1)
        die("inflate");
}

/* Of an archive that Python writes: sizes are in the extra field, and a stored member ends where the directory begins. */
static double sum_archive(const char *path)
{
    lanes sums = {.type = {0}};
    int file = open(path, O_RDONLY), has_begun = 0;
    unsigned char header[LOCAL_HEADER];
    if (file < 0 || pread(file, header, sizeof header, 0) < LOCAL_HEADER)
        die(path);
    off_t at = (off_t)(LOCAL_HEADER + number(header + 26) + number(header + 28)), end = lseek(file, 0, SEEK_END) - 150;
    if (number(header + 8) != 0) {
        inflate_member(file, at, &sums);
    } else {
        uLong crc = 0;
        for (ssize_t n; at < end && (n = pread(file, piece, sizeof piece, at)) > 0; at += n)
            add_member(piece, at + n < end ? (size_t)n : (size_t)(end - at), &has_begun, &crc, &sums);
    }
    close(file);
    return total(&sums);
}

/* libpng comes back here by longjmp after an error: nothing of the caller's may change between. Calls `row` with each row. */
static void read_rows(png_structp png, png_infop info, FILE *file, const char *path,
                      void (*take)(void *to, const unsigned char *row, size_t n_bytes), void *to)
{
    if (setjmp(png_jmpbuf(png)))
        die(path);
    png_init_io(png, file);
    png_read_info(png, info);
    png_set_packing(png);
    png_read_update_info(png, info);
    size_t row_bytes = png_get_rowbytes(png, info), height = png_get_image_height(png, info);
    unsigned char *row = calloc(row_bytes, 1);
    for (size_t y = 0; row && y < height; y++) {
        png_read_row(png, row, NULL);
        take(to, row, row_bytes);
    }
    free(row);
}

static void read_png(const char *path, void (*take)(void *to, const unsigned char *row, size_t n_bytes), void *to)
{
    FILE *file = fopen(path, "rb");
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    if (!file || !png || !info)
        die(path);
    read_rows(png, info, file, path, take, to);
    png_destroy_read_struct(&png, &info, NULL);
    fclose(file);
}

static void add_row(void *to, const unsigned char *row, size_t n_bytes)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n_bytes; i++)
        sum += row[i];
    *(double *)to += sum;
}

static double sum_file(const char *path)
{
    char plane[MAX_PATH];
    double sum = 0;
    if (strstr(path, ".npy"))
        return sum_array(path);
    if (strstr(path, ".npz"))
        return sum_archive(path);
    if (strstr(path, ".png"))
        read_png(path, add_row, &sum);
    for (int c = 0; !strstr(path, ".png"); c++) {
        snprintf(plane, sizeof plane, "%s%d.png", path, c);
        if (access(plane, F_OK) != 0)
            break;
        read_png(plane, add_row, &sum);
    }
    return sum;
}

/* An image as it is decoded. */
typedef struct image {
    unsigned char *labels;
    size_t n, capacity;
} image;

static void keep_row(void *to, const unsigned char *row, size_t n_bytes)
{
    image *kept = to;
    if (kept->n + n_bytes > kept->capacity) {
        kept->capacity = 2 * (kept->n + n_bytes);
        kept->labels = realloc(kept->labels, kept->capacity);
        if (!kept->labels)
            die("memory");
    }
    memcpy(kept->labels + kept->n, row, n_bytes);
    kept->n += n_bytes;
}

static void count(const char *truth, const char *prediction, uint64_t (*matrix)[256])
{
    static image a, b; /* used again for the next pair */
    a.n = b.n = 0;
    read_png(truth, keep_row, &a);
    read_png(prediction, keep_row, &b);
    for (size_t i = 0; i < a.n && i < b.n; i++)
        matrix[a.labels[i]][b.labels[i]]++;
}

int main(int argc, char **argv)
{
    static uint64_t matrix[256][256];
    uint64_t n_right = 0, n = 0;
    double sum = 0;
    int counts = argc > 1 && strcmp(argv[1], "--count") == 0;
    for (int i = 1 + counts; i + 1 < argc; i += 2)
        if (counts)
            count(argv[i], argv[i + 1], matrix);
        else
            sum += sum_file(argv[i]) + sum_file(argv[i + 1]);
    for (int y = 0; y < VOID; y++)
        for (int d = 0; d < 256; d++) {
            n += matrix[y][d];
            n_right += y == d ? matrix[y][d] : 0;
        }
    if (counts)
        printf("%.17g\n", (double)n_right / (double)n);
    else
        printf("%.17g\n", sum);
    return 0;
}
