/* What the pieces of the schema share. */
#ifndef ML_TABLES_SCHEMA_H
#define ML_TABLES_SCHEMA_H

#include "core/catalogue.h"
#include "json/writer.h"

/* How deep what is written stands in the schema: a definition, and the property of one. */
enum { ML_SCHEMA_DEFINITION_DEPTH = 2, ML_SCHEMA_PROPERTY_DEPTH = 4 };

/* The member `key`: a reference to the definition of this name, with its ending; the description may be NULL. */
void ml_schema_ref(ml_json *json, const char *key, const char *description, const char *name, const char *ending);

/* Opens the schema of an object, the member `key`; the title may be NULL. */
void ml_schema_begin(ml_json *json, const char *key, const char *title);

/* "^(cce|wcce|...", then `end`: of all losses, or of those that have the same members of the group as the loss `like`. NULL
 * without memory. Freed with free. */
char *ml_schema_pattern(const ml_catalogue_row *group, const char *end, const ml_loss_kind *like) ML_MUST_USE;

/* Whether losses of two kinds have the same members of a group. */
bool ml_schema_alike(const ml_catalogue_row *group, const ml_loss_kind *a, const ml_loss_kind *b);

/* What stands for a figure: itself, its mean over the images or over groups of them, or its interval. */
typedef enum ml_schema_listing {
    ML_SCHEMA_FIGURES,
    ML_SCHEMA_MEANS,
    ML_SCHEMA_GROUP_MEANS,
    ML_SCHEMA_INTERVALS,
    ML_N_SCHEMA_LISTINGS
} ml_schema_listing;

/* The keys that an object of these rows has in any case, and its properties; of a loss those of its kind. */
void ml_schema_required(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, ml_schema_listing of);
void ml_schema_properties(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, ml_schema_listing of);

/* Both, and that there is nothing else. */
void ml_schema_members(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, ml_schema_listing of);

/* The definitions of a measure's figures, and of what stands for them, are called as its kind with these endings; those of what
 * it has below a view with the others. */
extern const char *const ml_schema_endings[ML_N_SCHEMA_LISTINGS], *const ml_schema_view_endings[ML_N_SCHEMA_LISTINGS];

/* The rest of an object that has measures by key: references to these definitions. Means and intervals are in a view, or beside
 * the views: there are those of measures without views. */
void ml_schema_measures_by_key(ml_json *json, ml_schema_listing of, bool in_view);

/* The definitions loss_key and loss. */
ml_status ml_schema_losses(ml_out *out, ml_error *error) ML_MUST_USE;

#endif
