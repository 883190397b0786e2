/* The groups of a set's images (cities, patients, volumes, videos): each the sum of its images' records, under a name. Sums are
 * exact, so the order of the images cannot change a bit.
 *
 * A group takes what its sum has that is not 0 (packed.h), and of the set there is room for one whole sum. */
#ifndef ML_CORE_GROUPS_H
#define ML_CORE_GROUPS_H

#include "core/aggregate.h"
#include "core/gate.h"
#include "core/packed.h"

typedef struct ml_group {
    char *name;    /* as the file system has it; owned */
    size_t number; /* in the order in which the groups came, from 0 */
    uint64_t n_images;
    ml_packed sum; /* of its images, unless it is the group that is open */
} ml_group;

/* A zeroed one may be cleared. */
typedef struct ml_groups {
    const ml_settings *settings;
    size_t n, capacity;
    ml_group *items;        /* [n] in the order in which they came; once sorted, bytewise by name */
    size_t n_slots, *slots; /* [n_slots] a hash table: 0, or 1 + the number of a group */
    size_t open;            /* the group of the image that was added last, whose sum is in the next two; n: none */
    ml_tally pooled;
    ml_presence presence;   /* in how many of its images classes are */
    ml_group_spread *means; /* [n_means of an aggregate] of the figures that are averaged: over the groups */
} ml_groups;

/* No groups yet, of a set with n_means figures that are averaged. Borrows the settings. On failure nothing is held. */
ml_status ml_groups_init(const ml_settings *settings, size_t n_means, ml_error *error, ml_groups *groups) ML_MUST_USE;
void ml_groups_clear(ml_groups *groups);

/* Adds an image to the group of this name: its record and the figures computed from it. On failure they are spoilt. */
ml_status ml_groups_add(ml_groups *groups, const char *name, const ml_record *record, const ml_figures *figures,
                        ml_error *error) ML_MUST_USE;

/* Sorts the groups once all images are in, after which none may be added. On failure they are spoilt. */
ml_status ml_groups_sort(ml_groups *groups, ml_error *error) ML_MUST_USE;

/* Once they are sorted: the record of group g, whose presence is then in the groups' own; it holds until the next one is asked
 * for. */
const ml_record *ml_groups_record(ml_groups *groups, size_t g);

/* Once they are sorted: the number of the group with this name, n where there is none. */
size_t ml_groups_find(const ml_groups *groups, const char *name);

/* Once they are sorted: turns n numbers of groups in the order in which these came into their numbers now. */
ml_status ml_groups_renumber(const ml_groups *groups, size_t *numbers, size_t n, ml_error *error) ML_MUST_USE;

/* An error (ML_E_INPUT) where a gate is on a group that is not there, with those that are. */
ml_status ml_groups_check_gates(const ml_groups *groups, const ml_gates *gates, ml_error *error) ML_MUST_USE;

/* Adds a group to the means over the groups: its figures, of what the set's aggregate averages. */
ml_status ml_groups_average(ml_groups *groups, size_t g, const ml_aggregate *aggregate, const ml_figures *figures,
                            ml_error *error) ML_MUST_USE;

#endif
