/* Keys of losses and measures; see specs_reader.h. */
#include "stream/specs_reader.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

char *ml_head_read_specs(ml_head_reader *r, ml_span list, const char *improper, size_t *n)
{
    ml_span key;
    size_t n_found = 0, length = 0;
    char *specs = ml_alloc(list.n + 1, 1);
    if (!specs)
        ml_head_lack(r);
    if (!specs || !ml_head_start(r, list, "") || !ml_scan_open(&r->scan, '['))
        goto failed;
    while (ml_scan_element(&r->scan, &n_found)) {
        const ml_stream_member members[] = {{"key", &key}};
        key = (ml_span){0};
        if (!ml_stream_members(&r->scan, members, 1))
            goto failed;
        if (key.n < 3 || *key.text != '"' || memchr(key.text, ',', key.n) || memchr(key.text, ' ', key.n)) {
            ml_scan_fail(&r->scan, improper);
            goto failed;
        }
        if (n_found > 1)
            specs[length++] = ',';
        memcpy(specs + length, key.text + 1, key.n - 2);
        length += key.n - 2;
    }
    *n = n_found;
    if (!r->scan.reason)
        return specs;
failed:
    free(specs);
    return NULL;
}

bool ml_head_is_key(ml_span text, const char *key)
{
    const size_t n = strlen(key);
    return text.n == n + 2 && memcmp(text.text + 1, key, n) == 0;
}
