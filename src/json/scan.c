/* Reads JSON in one pass; see scan.h. */
#include "json/scan.h"

#include "base/number.h"
#include "base/text.h"

#include <string.h>

enum { MAX_DEPTH = 64 };

bool ml_scan_fail(ml_scan *scan, const char *reason)
{
    if (!scan->reason)
        scan->reason = reason;
    return false;
}

bool ml_scan_expect(ml_scan *scan, bool holds, const char *reason)
{
    if (!holds)
        ml_scan_fail(scan, reason);
    return holds;
}

/* Takes one character if it is next. */
static bool take(ml_scan *scan, char c)
{
    if (ml_scan_peek(scan) != c || scan->reason)
        return false;
    scan->at++;
    return true;
}

bool ml_scan_open(ml_scan *scan, char bracket)
{
    return take(scan, bracket) || ml_scan_fail(scan, bracket == '{' ? "an object is wanted" : "a list is wanted");
}

bool ml_scan_member(ml_scan *scan, size_t *n, ml_span *key)
{
    if (take(scan, '}'))
        return false;
    if (*n > 0 && !take(scan, ','))
        return ml_scan_fail(scan, "a comma or } is wanted");
    ++*n;
    return ml_scan_string(scan, key) && (take(scan, ':') || ml_scan_fail(scan, "a colon is wanted"));
}

bool ml_scan_element(ml_scan *scan, size_t *n)
{
    if (take(scan, ']'))
        return false;
    if (*n > 0 && !take(scan, ','))
        return ml_scan_fail(scan, "a comma or ] is wanted");
    ++*n;
    return !scan->reason;
}

bool ml_scan_finish(ml_scan *scan)
{
    ml_scan_peek(scan);
    return !scan->reason && (scan->at == scan->end || ml_scan_fail(scan, "nothing more is wanted"));
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The number in four hexadecimal digits at `at`, -1 if they are not there. */
static long hex_four(const char *at, const char *end)
{
    long value = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

/* Length of the escape at `at` (a backslash) and its code point; 0 when it is none, or half a pair of surrogates. */
static size_t escape(const char *at, const char *end, unsigned long *code)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    if (end - at < 2)
        return 0;
    const char *name = at[1] ? strchr(names, at[1]) : NULL;
    if (name) {
        *code = (unsigned char)values[name - names];
        return 2;
    }
    long unit = at[1] == 'u' ? hex_four(at + 2, end) : -1;
    if (unit < 0 || (unit >= 0xdc00 && unit < 0xe000))
        return 0;
    *code = (unsigned long)unit;
    if (unit < 0xd800 || unit >= 0xe000)
        return 6;
    long low = end - at >= 12 && at[6] == '\\' && at[7] == 'u' ? hex_four(at + 8, end) : -1;
    if (low < 0xdc00 || low >= 0xe000)
        return 0;
    *code = 0x10000 + ((unsigned long)(unit - 0xd800) << 10) + (unsigned long)(low - 0xdc00);
    return 12;
}

bool ml_scan_string(ml_scan *scan, ml_span *string)
{
    unsigned long code = 0;
    if (!take(scan, '"'))
        return ml_scan_fail(scan, "a string is wanted");
    const char *at = scan->at, *end = scan->end;
    while (at < end && *at != '"') {
        unsigned char c = (unsigned char)*at;
        size_t length = c == '\\' ? escape(at, end, &code) : c < 0x80 ? c >= 0x20 : ml_utf8_length(at, (size_t)(end - at));
        if (length == 0) {
            scan->at = at;
            return ml_scan_fail(scan, c == '\\' ? "no such escape" : c < 0x20 ? "a control character" : "not UTF-8");
        }
        at += length;
    }
    if (at == end) {
        scan->at = at;
        return ml_scan_fail(scan, "the string has no end");
    }
    *string = (ml_span){scan->at, (size_t)(at - scan->at)};
    scan->at = at + 1;
    return true;
}

bool ml_scan_number(ml_scan *scan, double *x)
{
    ml_scan_peek(scan);
    size_t n = scan->reason ? 0 : ml_number_scan(scan->at, (size_t)(scan->end - scan->at), x);
    scan->at += n;
    return n > 0 || ml_scan_fail(scan, "a finite number is wanted");
}

bool ml_scan_count(ml_scan *scan, uint64_t max, uint64_t *n)
{
    ml_scan_peek(scan);
    const char *at = scan->at;
    uint64_t value = 0;
    bool fits = !scan->reason;
    for (; at < scan->end && (unsigned char)(*at - '0') < 10; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        fits = fits && value <= (UINT64_MAX - digit) / 10;
        value = value * 10 + digit;
    }
    if (at == scan->at || (*scan->at == '0' && at - scan->at > 1) || !fits || value > max ||
        (at < scan->end && (*at == '.' || *at == 'e' || *at == 'E')))
        return ml_scan_fail(scan, "a whole number that is not too large is wanted");
    scan->at = at;
    *n = value;
    return true;
}

/* The first place from `at` on that is no digit. */
static const char *pass_digits(const char *at, const char *end)
{
    while (at < end && (unsigned char)(*at - '0') < 10)
        at++;
    return at;
}

/* A number, whatever its value. */
static bool pass_number(ml_scan *scan)
{
    const char *end = scan->end, *at = scan->at + (*scan->at == '-'), *whole = at;
    at = pass_digits(at, end);
    bool good = at > whole && (*whole != '0' || at == whole + 1);
    if (good && at < end && *at == '.') {
        const char *fraction = at + 1;
        at = pass_digits(fraction, end);
        good = at > fraction;
    }
    if (good && at < end && (*at == 'e' || *at == 'E')) {
        const char *exponent = at + 1 + (at + 1 < end && (at[1] == '-' || at[1] == '+'));
        at = pass_digits(exponent, end);
        good = at > exponent;
    }
    if (!good)
        return ml_scan_fail(scan, "a value is wanted");
    scan->at = at;
    return true;
}

/* A value that is no object and no array. */
static bool pass_simple(ml_scan *scan)
{
    static const char *const words[] = {"true", "false", "null"};
    ml_span string;
    char c = ml_scan_peek(scan);
    if (c == '"')
        return ml_scan_string(scan, &string);
    if (c == '-' || (unsigned char)(c - '0') < 10)
        return pass_number(scan);
    for (size_t w = 0; w < ML_COUNT(words); w++) {
        size_t n = strlen(words[w]);
        if ((size_t)(scan->end - scan->at) >= n && memcmp(scan->at, words[w], n) == 0) {
            scan->at += n;
            return true;
        }
    }
    return ml_scan_fail(scan, "a value is wanted");
}

/* Where the string ends that begins at `at`, behind its quote; NULL when it does not. */
static const char *pass_string(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return at < end ? at + 1 : NULL;
}

/* What is between brackets, up to the one that closes the first. */
static bool pass_brackets(ml_scan *scan)
{
    /* The bytes that matter. */
    static const bool special[256] = {['"'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true};
    const char *at = scan->at, *end = scan->end;
    char closing[MAX_DEPTH];
    size_t depth = 0;
    do {
        while (at < end && !special[(unsigned char)*at])
            at++;
        scan->at = at;
        if (at == end)
            return ml_scan_fail(scan, "a bracket is not closed");
        char c = *at++;
        if (c == '"') {
            if (!(at = pass_string(at, end)))
                return ml_scan_fail(scan, "the string has no end");
        } else if (c == '{' || c == '[') {
            if (depth == MAX_DEPTH)
                return ml_scan_fail(scan, "too deeply nested");
            closing[depth++] = c == '{' ? '}' : ']';
        } else if (closing[--depth] != c) {
            return ml_scan_fail(scan, "another bracket is wanted");
        }
    } while (depth > 0);
    scan->at = at;
    return true;
}

bool ml_scan_value(ml_scan *scan, ml_span *value)
{
    char c = ml_scan_peek(scan);
    value->text = scan->at;
    if (!(c == '{' || c == '[' ? pass_brackets(scan) : pass_simple(scan)))
        return false;
    value->n = (size_t)(scan->at - value->text);
    return true;
}

/* Goes on behind a value of a list of n: true when another one is to come. */
static inline bool more(ml_scan *scan, size_t n, size_t count)
{
    char c = ml_scan_peek(scan);
    if (c != ',' && c != ']')
        return ml_scan_fail(scan, "a comma or ] is wanted");
    scan->at++;
    if ((c == ',') == (count == n))
        return ml_scan_fail(scan, "another number of values is wanted");
    return c == ',';
}

/* Begins a list: true when there are values to come. */
static bool begin_list(ml_scan *scan, size_t n, bool may_be_empty, size_t *n_read)
{
    *n_read = 0;
    if (!ml_scan_open(scan, '['))
        return false;
    if (ml_scan_peek(scan) != ']')
        return n > 0 || ml_scan_fail(scan, "another number of values is wanted");
    scan->at++;
    return !may_be_empty && n > 0 && ml_scan_fail(scan, "another number of values is wanted");
}

bool ml_scan_numbers(ml_scan *scan, size_t n, bool may_be_empty, double *to, size_t *n_read)
{
    if (begin_list(scan, n, may_be_empty, n_read))
        do
            if (!ml_scan_number(scan, &to[(*n_read)++]))
                return false;
        while (more(scan, n, *n_read));
    return !scan->reason;
}

bool ml_scan_counts(ml_scan *scan, size_t n, bool may_be_empty, uint64_t *to, size_t *n_read)
{
    if (begin_list(scan, n, may_be_empty, n_read))
        do
            if (!ml_scan_count(scan, UINT64_MAX, &to[(*n_read)++]))
                return false;
        while (more(scan, n, *n_read));
    return !scan->reason;
}

bool ml_span_is(ml_span span, const char *text) { return strlen(text) == span.n && memcmp(span.text, text, span.n) == 0; }

/* Writes a code point as UTF-8; returns its length, which is never more than that of its escape. */
static size_t put_code(unsigned long code, char *to)
{
    unsigned char *u = (unsigned char *)to;
    size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = n - 1; i > 0; i--, code >>= 6)
        u[i] = (unsigned char)(0x80 | (code & 0x3f));
    u[0] = (unsigned char)(leads[n] | code);
    return n;
}

bool ml_span_reads(ml_span span, const char *text)
{
    const char *at = span.text, *end = at + span.n;
    while (at < end) {
        char one[4];
        unsigned long code = 0;
        size_t n = 1;
        if (*at == '\\') {
            at += escape(at, end, &code);
            if (code == 0)
                return false;
            n = put_code(code, one);
        } else {
            *one = *at++;
        }
        if (strncmp(text, one, n) != 0)
            return false;
        text += n;
    }
    return *text == '\0';
}

bool ml_span_decode(ml_span string, char *to)
{
    const char *at = string.text, *end = at + string.n;
    while (at < end) {
        unsigned long code = 0;
        if (*at != '\\') {
            *to++ = *at++;
            continue;
        }
        at += escape(at, end, &code);
        if (code == 0)
            return false;
        to += put_code(code, to);
    }
    *to = '\0';
    return true;
}
