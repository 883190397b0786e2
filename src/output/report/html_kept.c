/* What is kept of the images; see html_kept.h. */
#include "output/report/html_kept.h"

#include <stdlib.h>

void ml_html_kept_clear(ml_html_kept *kept)
{
    ml_page_clear(&kept->page);
    free(kept->values);
    for (size_t i = 0; i < ML_COUNT(kept->ids); i++)
        free(kept->ids[i]);
    *kept = (ml_html_kept){.n_cards = 0};
}
