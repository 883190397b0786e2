/* Rankings; see ranking.h. */
#include "base/ranking.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

bool ml_ranking_takes(const ml_ranking *ranking, double figure)
{
    return ranking->n < ranking->n_wanted ? figure <= figure : ranking->n > 0 && figure > ranking->items[ranking->n - 1].figure;
}

ml_status ml_ranking_add(ml_ranking *ranking, double figure, void *thing, ml_error *error)
{
    size_t low = 0, high = ranking->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ranking->items[middle].figure >= figure)
            low = middle + 1;
        else
            high = middle;
    }
    if (!ml_ranking_takes(ranking, figure)) {
        ranking->destroy(thing);
        return ML_OK;
    }
    if (ranking->n == ranking->n_wanted)
        ranking->destroy(ranking->items[--ranking->n].thing);
    if (!ml_grow(&ranking->items, &ranking->capacity, ranking->n, sizeof *ranking->items)) {
        ranking->destroy(thing);
        return ml_fail_memory(error, "a ranking");
    }
    memmove(ranking->items + low + 1, ranking->items + low, (ranking->n - low) * sizeof *ranking->items);
    ranking->items[low] = (ml_ranked){figure, thing};
    ranking->n++;
    return ML_OK;
}

void ml_ranking_clear(ml_ranking *ranking)
{
    for (size_t i = 0; i < ranking->n; i++)
        ranking->destroy(ranking->items[i].thing);
    free(ranking->items);
    *ranking = (ml_ranking){.n_wanted = ranking->n_wanted, .destroy = ranking->destroy};
}
