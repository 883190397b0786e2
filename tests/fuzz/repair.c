/* Repairs check sums, and makes libFuzzer do so; see repair.h. */
#include "repair.h"

#include <zlib.h>

enum { MAX_INFLATED = 1 << 22 };

static size_t read_low_first(const uint8_t *from, size_t n)
{
    size_t value = 0;
    while (n-- > 0)
        value = value << 8 | from[n];
    return value;
}

static void write_low_first(uint8_t *to, size_t n, size_t value)
{
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

static void write_high_first(uint8_t *to, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* From where it may overlap, in whatever way. */
static void copy_bytes(uint8_t *to, const uint8_t *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        to[i] = from[i];
}

/* What deflated data becomes. */
typedef struct inflated {
    size_t n_packed; /* bytes that it takes */
    size_t n;
    uint32_t crc, adler;
} inflated;

/* Inflates n bytes or less; false if they do not come to an end. */
static bool look_inside(const uint8_t *bytes, size_t n, inflated *found)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)n};
    uint8_t to[4096];
    int result = Z_OK;
    *found = (inflated){.crc = (uint32_t)crc32(0, NULL, 0), .adler = (uint32_t)adler32(0, NULL, 0)};
    if (n > UINT32_MAX || inflateInit2(&z, -15) != Z_OK)
        return false;
    while (result == Z_OK && found->n < MAX_INFLATED) {
        z.next_out = to;
        z.avail_out = sizeof to;
        result = inflate(&z, Z_NO_FLUSH);
        uInt n_new = (uInt)sizeof to - z.avail_out;
        found->crc = (uint32_t)crc32(found->crc, to, n_new);
        found->adler = (uint32_t)adler32(found->adler, to, n_new);
        found->n += n_new;
    }
    found->n_packed = n - z.avail_in;
    inflateEnd(&z);
    return result == Z_STREAM_END;
}

/* A chunk of a PNG; false behind the last whole one. */
static bool next_chunk(uint8_t *bytes, size_t n, size_t *at, uint8_t **data, size_t *length)
{
    if (*at > n || n - *at < 12)
        return false;
    *length = (size_t)bytes[*at] << 24 | (size_t)bytes[*at + 1] << 16 | (size_t)bytes[*at + 2] << 8 | bytes[*at + 3];
    if (*length > n - *at - 12)
        return false;
    *data = bytes + *at + 8;
    *at += *length + 12;
    return true;
}

/* The image data is one zlib stream, cut into chunks: it is put together, repaired, and cut again. */
static void repair_image_data(uint8_t *bytes, size_t n)
{
    uint8_t *whole = malloc(n), *data;
    size_t n_whole = 0, length;
    inflated found;
    FUZZ_CHECK(whole);
    for (size_t at = 8; next_chunk(bytes, n, &at, &data, &length);)
        if (memcmp(data - 4, "IDAT", 4) == 0) {
            memcpy(whole + n_whole, data, length);
            n_whole += length;
        }
    if (n_whole >= 6 && look_inside(whole + 2, n_whole - 2, &found) && n_whole - 2 - found.n_packed >= 4) {
        whole[0] = 0x78;
        whole[1] = (uint8_t)((whole[1] & 0xc0) + 31 - (0x7800 + (whole[1] & 0xc0)) % 31);
        write_high_first(whole + 2 + found.n_packed, found.adler);
        n_whole = 0;
        for (size_t at = 8; next_chunk(bytes, n, &at, &data, &length);)
            if (memcmp(data - 4, "IDAT", 4) == 0) {
                memcpy(data, whole + n_whole, length);
                n_whole += length;
            }
    }
    free(whole);
}

void fuzz_repair_png(uint8_t *bytes, size_t n)
{
    static const uint8_t signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    uint8_t *data;
    size_t length;
    if (n < sizeof signature)
        return;
    memcpy(bytes, signature, sizeof signature);
    repair_image_data(bytes, n);
    for (size_t at = sizeof signature; next_chunk(bytes, n, &at, &data, &length);)
        write_high_first(data + length, (uint32_t)crc32(0, data - 4, (uInt)length + 4));
}

enum { LOCAL_BYTES = 30, CENTRAL_BYTES = 46, COMMON_BYTES = 22 /* from the version to the size */, END_BYTES = 22 };

/* A member that its directory entry has: where it is, its check sum and its sizes, and its local header. */
static void repair_member(uint8_t *bytes, size_t n, uint8_t *central, const uint8_t *local_like)
{
    size_t start = read_low_first(central + 42, 4), packed = read_low_first(central + 20, 4);
    size_t length = read_low_first(central + 28, 2), method = read_low_first(central + 10, 2);
    if (start > n || n - start < LOCAL_BYTES || memcmp(bytes + start, "PK\3\4", 4) != 0) {
        if (!local_like)
            return;
        start = (size_t)(local_like - bytes);
        write_low_first(central + 42, 4, start);
    }
    uint8_t *local = bytes + start;
    size_t data = LOCAL_BYTES + read_low_first(local + 26, 2) + read_low_first(local + 28, 2);
    bool streamed = central[8] & 8;
    if (data > n - start)
        return;
    inflated found;
    if (method == 0 && packed <= n - start - data) {
        write_low_first(central + 16, 4, crc32(0, local + data, (uInt)packed));
    } else if (method == 8 && look_inside(local + data, n - start - data, &found)) {
        write_low_first(central + 16, 4, found.crc);
        write_low_first(central + 20, 4, found.n_packed);
        write_low_first(central + 24, 4, found.n);
    }
    if (!streamed)
        copy_bytes(local + 4, central + 6, COMMON_BYTES);
    if (read_low_first(local + 26, 2) == length && length <= n - (size_t)(central - bytes) - CENTRAL_BYTES)
        copy_bytes(local + LOCAL_BYTES, central + CENTRAL_BYTES, length);
}

/* The next place from `at` on that begins with these four bytes and has room; NULL: there is none. */
static uint8_t *find(uint8_t *bytes, size_t n, size_t at, const char *mark, size_t room)
{
    for (; at <= n && n - at >= room; at++)
        if (memcmp(bytes + at, mark, 4) == 0)
            return bytes + at;
    return NULL;
}

void fuzz_repair_zip(uint8_t *bytes, size_t n)
{
    uint8_t *local = find(bytes, n, 0, "PK\3\4", LOCAL_BYTES), *first = find(bytes, n, 0, "PK\1\2", CENTRAL_BYTES);
    size_t n_members = 0;
    uint8_t *end = find(bytes, n, 0, "PK\5\6", END_BYTES);
    for (uint8_t *central = first; central; n_members++) {
        repair_member(bytes, n, central, local);
        if (local)
            local = find(bytes, n, (size_t)(local - bytes) + 4, "PK\3\4", LOCAL_BYTES);
        central = find(bytes, n, (size_t)(central - bytes) + 4, "PK\1\2", CENTRAL_BYTES);
    }
    if (!first || !end || end < first || find(bytes, n, 0, "PK\6\6", 4)) /* a directory of 64 bits stays as it is */
        return;
    write_low_first(end + 8, 2, n_members);
    write_low_first(end + 10, 2, n_members);
    write_low_first(end + 12, 4, (size_t)(end - first));
    write_low_first(end + 16, 4, (size_t)(first - bytes));
}

/* The length of the header of a gzip member; 0: there is none. */
static size_t gzip_header(const uint8_t *bytes, size_t n)
{
    enum { HAS_CHECK = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16 };
    size_t at = 10;
    if (n < at + 8 || bytes[0] != 0x1f || bytes[1] != 0x8b)
        return 0;
    if (bytes[3] & HAS_EXTRA)
        at += 2 + read_low_first(bytes + at, 2);
    for (int flag = HAS_NAME; flag <= HAS_COMMENT; flag *= 2)
        if (bytes[3] & flag) {
            while (at < n && bytes[at])
                at++;
            at++;
        }
    if (bytes[3] & HAS_CHECK)
        at += 2;
    return at < n ? at : 0;
}

void fuzz_repair_gzip(uint8_t *bytes, size_t n)
{
    inflated found;
    for (size_t header; (header = gzip_header(bytes, n)) > 0;) {
        bytes += header;
        n -= header;
        if (!look_inside(bytes, n, &found) || n - found.n_packed < 8)
            return;
        write_low_first(bytes + found.n_packed, 4, found.crc);
        write_low_first(bytes + found.n_packed + 4, 4, found.n);
        bytes += found.n_packed + 8;
        n -= found.n_packed + 8;
    }
}

void fuzz_repair_lines(uint8_t *bytes, size_t n)
{
    static const char member[] = ",\"crc32\":\"", digits[] = "0123456789abcdef";
    enum { N_DIGITS = 8, N_MEMBER = sizeof member - 1 };
    for (uint8_t *newline; n > 0 && (newline = memchr(bytes, '\n', n));
         n -= (size_t)(newline + 1 - bytes), bytes = newline + 1) {
        size_t length = (size_t)(newline - bytes), n_end = N_MEMBER + N_DIGITS + 2;
        if (length < n_end || memcmp(newline - n_end, member, N_MEMBER) != 0 || memcmp(newline - 2, "\"}", 2) != 0)
            continue;
        uint32_t crc = (uint32_t)crc32(crc32(0, NULL, 0), bytes, (uInt)(length - n_end));
        for (size_t d = 0; d < N_DIGITS; d++)
            newline[-2 - N_DIGITS + (ptrdiff_t)d] = (uint8_t)digits[crc >> (28 - 4 * d) & 15];
    }
}

void fuzz_repair_any(uint8_t *bytes, size_t n)
{
    static const struct {
        const char *start;
        fuzz_repair *repair;
    } kinds[] = {{"\x89PN", fuzz_repair_png},
                 {"PK\3", fuzz_repair_zip},
                 {"\x1f\x8b\x08", fuzz_repair_gzip},
                 {"{\"m", fuzz_repair_lines}};
    for (size_t k = 0; k < ML_COUNT(kinds); k++)
        if (n >= 3 && memcmp(bytes, kinds[k].start, 3) == 0)
            kinds[k].repair(bytes, n);
}

#ifdef ML_FUZZING

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed);

/* libFuzzer's changes, most of them repaired. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed)
{
    n = LLVMFuzzerMutate(bytes, n, max);
    if (ml_fuzz.repair && seed % 8)
        ml_fuzz.repair(bytes, n);
    return n;
}

#endif
