/* .npy files; see npy.h. The grammar is that of a Python dict display with string keys, as numpy.lib.format documents it. */
#include "format/npy.h"

#include "base/memory.h"
#include "format/foreign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char magic[] = "\x93NUMPY";
enum { MAGIC_SIZE = 6, MAX_HEADER_BYTES = 65535 };

/* The header's text and where the reading stands. */
typedef struct cursor {
    const char *name; /* of the file */
    const char *at, *end;
} cursor;

static ml_status malformed(const cursor *c, const char *wanted, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: malformed .npy header: %s expected; save it again", c->name, wanted);
}

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\n' || *c->at == '\t'))
        c->at++;
}

/* Whether the next character (after blanks) is `wanted`; takes it if so. */
static bool take(cursor *c, char wanted)
{
    skip_blanks(c);
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

static bool take_word(cursor *c, const char *word)
{
    size_t n = strlen(word);
    skip_blanks(c);
    if ((size_t)(c->end - c->at) < n || memcmp(c->at, word, n) != 0)
        return false;
    c->at += n;
    return true;
}

/* A string in single or double quotes, without escapes. */
static bool take_string(cursor *c, const char **text, size_t *n)
{
    skip_blanks(c);
    if (c->at == c->end || (*c->at != '\'' && *c->at != '"'))
        return false;
    char quote = *c->at;
    const char *start = c->at + 1, *stop = memchr(start, quote, (size_t)(c->end - start));
    if (!stop || memchr(start, '\\', (size_t)(stop - start)))
        return false;
    *text = start;
    *n = (size_t)(stop - start);
    c->at = stop + 1;
    return true;
}

/* A dimension: decimal digits, and the L that Python 2 put behind long ones. */
static ml_status read_dimension(cursor *c, ml_error *error, uint64_t *value)
{
    uint64_t v = 0;
    skip_blanks(c);
    bool leading_zero = c->end - c->at > 1 && c->at[0] == '0' && c->at[1] >= '0' && c->at[1] <= '9';
    if (leading_zero || c->at == c->end || *c->at < '0' || *c->at > '9')
        return malformed(c, "a dimension (a whole number >= 0)", error);
    for (; c->at < c->end && *c->at >= '0' && *c->at <= '9'; c->at++) {
        uint64_t digit = (uint64_t)(*c->at - '0');
        if (v > (UINT64_MAX / 2 - digit) / 10)
            return ml_fail(error, ML_E_INPUT, "%s: a dimension of the .npy header is beyond all bounds", c->name);
        v = v * 10 + digit;
    }
    if (c->at < c->end && *c->at == 'L')
        c->at++;
    *value = v;
    return ML_OK;
}

/* (), (5,), (5, 6), (5, 6,) */
static ml_status read_shape(cursor *c, ml_error *error, ml_array_header *header)
{
    bool comma = true; /* may another dimension follow? */
    if (!take(c, '('))
        return malformed(c, "the shape, a tuple,", error);
    for (header->rank = 0; !take(c, ')'); comma = take(c, ',')) {
        if (!comma)
            return malformed(c, "a comma or ) in the shape", error);
        if (header->rank == ML_ARRAY_MAX_RANK)
            return ml_fail(error, ML_E_INPUT, "%s: the array has more than %d axes", c->name, ML_ARRAY_MAX_RANK);
        ml_status status = read_dimension(c, error, &header->shape[header->rank]);
        if (status)
            return status;
        header->rank++;
    }
    /* (5) is a number in Python, not a tuple. */
    return header->rank == 1 && !comma ? malformed(c, "a comma after the only dimension", error) : ML_OK;
}

/* What to do about a type of elements that is not read: nothing that would change a value. */
static const char *other_type(const char *text, size_t n)
{
    static const struct {
        const char *kind; /* after the byte order */
        const char *remedy;
    } others[] = {{"V2", "if it is bfloat16, " ML_CONVERSION("bfloat16")},
                  {"f16", "save array.astype('float64')"},
                  {"f12", "save array.astype('float64')"},
                  {"c8", "complex numbers are no probabilities; if all imaginary parts are 0, save array.real"},
                  {"c16", "complex numbers are no probabilities; if all imaginary parts are 0, save array.real"}};
    for (size_t i = 0; i < ML_COUNT(others); i++)
        if (n == 1 + strlen(others[i].kind) && text[0] != '>' && memcmp(text + 1, others[i].kind, n - 1) == 0)
            return others[i].remedy;
    return "floats of 2, 4 and 8 bytes, integers and bool are";
}

static ml_status read_descr(cursor *c, ml_error *error, ml_array_header *header)
{
    const char *text;
    size_t n;
    skip_blanks(c);
    if (c->at < c->end && *c->at == '[')
        return ml_fail(error, ML_E_INPUT,
                       "%s: the array has a structured dtype; save one plain field: numpy.save(NAME, a[FIELD])", c->name);
    if (!take_string(c, &text, &n))
        return malformed(c, "descr, a string,", error);
    if (n > 1 && (text[1] == 'O' || text[0] == 'O'))
        return ml_fail(error, ML_E_INPUT, "%s: the array holds Python objects, which are never loaded; %s", c->name,
                       ML_CONVERSION("Pickles and arrays of objects"));
    ml_array_header typed = *header;
    bool is_known = n == 3 && ml_array_set_type(text + 1, &typed);
    if (is_known && text[0] && strchr(typed.elem_size_bytes == 1 ? "<>=|" : "<>=", text[0])) {
        if (text[0] != '=')
            ml_array_set_byte_order(&typed, text[0] == '<');
        *header = typed;
        return ML_OK;
    }
    return ml_fail(error, ML_E_INPUT, "%s: dtype '%.*s' is not read; %s", c->name, (int)(n < 32 ? n : 32), text,
                   other_type(text, n));
}

static ml_status read_order(cursor *c, ml_error *error, ml_array_header *header)
{
    header->fortran_order = take_word(c, "True");
    return header->fortran_order || take_word(c, "False") ? ML_OK : malformed(c, "fortran_order, True or False,", error);
}

static ml_status read_dict(cursor *c, ml_error *error, ml_array_header *header)
{
    static const struct {
        const char *name;
        ml_status (*read)(cursor *, ml_error *, ml_array_header *);
    } keys[] = {{"descr", read_descr}, {"fortran_order", read_order}, {"shape", read_shape}};
    bool seen[ML_COUNT(keys)] = {false}, comma = true;
    if (!take(c, '{'))
        return malformed(c, "a dict", error);
    for (; !take(c, '}'); comma = take(c, ',')) {
        const char *text;
        size_t n, k = 0;
        if (!comma || !take_string(c, &text, &n) || !take(c, ':'))
            return malformed(c, "a key, a colon and a value, or },", error);
        while (k < ML_COUNT(keys) && (strlen(keys[k].name) != n || memcmp(keys[k].name, text, n) != 0))
            k++;
        if (k == ML_COUNT(keys) || seen[k])
            return ml_fail(error, ML_E_INPUT, "%s: malformed .npy header: %s key '%.*s'", c->name,
                           k == ML_COUNT(keys) ? "unknown" : "repeated", (int)(n < 32 ? n : 32), text);
        seen[k] = true;
        ml_status status = keys[k].read(c, error, header);
        if (status)
            return status;
    }
    skip_blanks(c);
    if (c->at != c->end)
        return malformed(c, "nothing after the dict", error);
    for (size_t k = 0; k < ML_COUNT(keys); k++)
        if (!seen[k])
            return malformed(c, keys[k].name, error);
    return ML_OK;
}

/* Finds the header's text: 1.0 has a length of two bytes, 2.0 and 3.0 (the same in UTF-8) of four. */
static ml_status find_text(const ml_source *source, ml_error *error, uint64_t *offset, size_t *length)
{
    uint8_t start[MAGIC_SIZE + 2 + 4];
    ml_status status = source->size_bytes < MAGIC_SIZE ? ML_OK : ml_source_read(source, 0, MAGIC_SIZE, error, start);
    if (!status && (source->size_bytes < MAGIC_SIZE || memcmp(start, magic, MAGIC_SIZE) != 0))
        return ml_fail(error, ML_E_INPUT, "%s: not a NumPy array (.npy)", source->name);
    if (!status)
        status = ml_source_read(source, 0, MAGIC_SIZE + 4, error, start);
    if (status)
        return status;
    const uint8_t *v = start + MAGIC_SIZE;
    if (v[0] < 1 || v[0] > 3 || v[1] != 0)
        return ml_fail(error, ML_E_INPUT, "%s: .npy format %u.%u is not known (1.0 to 3.0 are)", source->name, v[0], v[1]);
    uint64_t n = v[2] | (uint64_t)v[3] << 8;
    *offset = MAGIC_SIZE + 4;
    if (v[0] > 1) {
        *offset = MAGIC_SIZE + 6;
        status = ml_source_read(source, 0, MAGIC_SIZE + 6, error, start);
        if (status)
            return status;
        n |= (uint64_t)v[4] << 16 | (uint64_t)v[5] << 24;
    }
    if (n > MAX_HEADER_BYTES)
        return ml_fail(error, ML_E_INPUT, "%s: the .npy header claims %llu bytes; more than %d are not read", source->name,
                       (unsigned long long)n, MAX_HEADER_BYTES);
    *length = (size_t)n;
    return ML_OK;
}

/* The number of elements must fit the file to the byte. */
static ml_status check_size(const ml_source *source, ml_error *error, ml_array_header *header)
{
    char text[ML_ARRAY_SHAPE_TEXT_SIZE];
    uint64_t have = source->size_bytes - header->data_offset_bytes;
    bool fits = ml_array_count(header);
    if (fits && header->n_elems * header->elem_size_bytes == have)
        return ML_OK;
    ml_array_shape_text(header, text);
    if (!fits)
        return ml_fail(error, ML_E_INPUT, "%s: claims the shape %s, beyond all bounds", source->name, text);
    uint64_t wanted = header->n_elems * header->elem_size_bytes;
    return ml_fail(error, ML_E_INPUT, "%s: has %llu bytes of data, the shape %s takes %llu: %s", source->name,
                   (unsigned long long)have, text, (unsigned long long)wanted,
                   have < wanted ? "the file is cut off; copy or save it again" : "something follows the array");
}

ml_status ml_npy_read_header(const ml_source *source, ml_error *error, ml_array_header *header)
{
    char *text = NULL;
    uint64_t offset = 0;
    size_t length = 0;
    ml_array_header read = {0};
    ml_status status = find_text(source, error, &offset, &length);
    if (!status && !(text = ml_alloc_unset(length, 1)))
        status = ml_fail_memory(error, "an array's header");
    if (!status)
        status = ml_source_read(source, offset, length, error, text);
    if (!status) {
        cursor c = {source->name, text, text + length};
        status = read_dict(&c, error, &read);
    }
    free(text);
    if (!status) {
        read.data_offset_bytes = offset + length;
        status = check_size(source, error, &read);
    }
    if (!status)
        *header = read;
    return status;
}
