/* The header of a record stream: what was evaluated, and how. */
#ifndef ML_STREAM_HEAD_H
#define ML_STREAM_HEAD_H

#include "core/result.h"

/* Must not move, because `settings` borrows from it. */
typedef struct ml_stream_head {
    char *version;      /* of the program that wrote it; NULL: there is no header */
    ml_classes classes; /* without colours of classes, and not indexed */
    ml_losses losses;
    ml_measures measures;
    ml_settings settings;
    double *no_data;       /* the values in the settings' */
    char *said[ML_N_SAID]; /* the texts in the settings' */
    char *group_rule;      /* the text in the settings' */
    size_t shard_of;       /* 0: not a shard */
    bool *have;            /* [shard_of] */
    bool is_selection;     /* has lines of only some images, and exact sums (--worst) */
} ml_stream_head;

void ml_stream_head_clear(ml_stream_head *head);

/* The shards it is of, borrowed from it. */
static inline ml_shards ml_stream_head_shards(const ml_stream_head *head) { return (ml_shards){head->shard_of, head->have}; }

#endif
