/* The catalogue's rows of one view: losses, metrics, classes, matrices, and what constant predictions reach. */
#ifndef ML_CORE_CATALOGUE_VIEW_H
#define ML_CORE_CATALOGUE_VIEW_H

#include "core/catalogue_row.h"

/* Where figures of several images together are listed. */
enum { ML_CATALOGUE_OF_MANY = ML_IN_SET | ML_IN_TABLE | ML_IN_GROUP };

/* Ends with a row of zeros. */
extern const ml_catalogue_row ml_catalogue_view[];

/* Those of a view of another table of decisions, which a measure has: metrics, classes, matrix. */
extern const ml_catalogue_row ml_catalogue_table_view[];

/* Repeats what a measure has, which its kind says. */
extern const ml_catalogue_row ml_catalogue_measures[];
#define ML_CATALOGUE_MEASURES_MEANING "Measures by key"

/* No rows. */
extern const ml_catalogue_row ml_catalogue_nothing[];

#endif
