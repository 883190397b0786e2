/* Values that are printed alone; see printed.h. */
#include "core/printed.h"

#include "base/memory.h"

#include <stdlib.h>

ml_status ml_printed_init(const ml_gates *asked, double (*find)(const ml_gate *gate, const void *context),
                          const char *(*find_name)(const ml_gate *gate, const void *context), const void *context,
                          ml_error *error, ml_printed *printed)
{
    ml_printed made = {asked->n, ml_alloc(asked->n, sizeof *made.items)};
    if (!made.items)
        return ml_fail_memory(error, "the values to print");
    for (size_t i = 0; i < asked->n; i++)
        made.items[i] = (ml_printed_value){find(&asked->items[i], context), find_name(&asked->items[i], context)};
    *printed = made;
    return ML_OK;
}

void ml_printed_clear(ml_printed *printed)
{
    free(printed->items);
    *printed = (ml_printed){0};
}
