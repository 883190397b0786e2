/* How the figures of the catalogue are read from what they are of: functions that its rows name. `field` of a figure's row says
 * which one is meant where a function serves several. */
#ifndef ML_CORE_CATALOGUE_VALUES_H
#define ML_CORE_CATALOGUE_VALUES_H

#include "core/catalogue_row.h"

uint64_t ml_value_pixels(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_number_of(const ml_subject *s, const ml_figure *f);
double ml_value_loss(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_loss_classes(const ml_subject *s, const ml_figure *f);
double ml_value_loss_of_class(const ml_subject *s, const ml_figure *f);
double ml_value_metric(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_metric_classes(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_class_count(const ml_subject *s, const ml_figure *f);
double ml_value_class_ratio(const ml_subject *s, const ml_figure *f);
double ml_value_class_ratio_part(const ml_subject *s, const ml_figure *f);
double ml_value_class_images(const ml_subject *s, const ml_figure *f);
double ml_value_class_missed(const ml_subject *s, const ml_figure *f);
double ml_value_class_spurious(const ml_subject *s, const ml_figure *f);
double ml_value_constant_of_loss(const ml_subject *s, const ml_figure *f);
double ml_value_constant_of_metric(const ml_subject *s, const ml_figure *f);
const char *ml_value_constant_class(const ml_subject *s, const ml_figure *f);
double ml_value_skill_of_loss(const ml_subject *s, const ml_figure *f);
double ml_value_skill_of_metric(const ml_subject *s, const ml_figure *f);
ml_matrix ml_value_hard(const ml_subject *s, const ml_figure *f);
ml_matrix ml_value_soft(const ml_subject *s, const ml_figure *f);
double ml_value_number(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_forgiven_as(const ml_subject *s, const ml_figure *f);
double ml_value_forgiven_loss(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_punished_of(const ml_subject *s, const ml_figure *f);
double ml_value_spread_mean(const ml_subject *s, const ml_figure *f);
double ml_value_spread_min(const ml_subject *s, const ml_figure *f);
double ml_value_spread_max(const ml_subject *s, const ml_figure *f);
const char *ml_value_worst_group(const ml_subject *s, const ml_figure *f);
double ml_value_spread_images(const ml_subject *s, const ml_figure *f);
const char *ml_value_interval_unit(const ml_subject *s, const ml_figure *f);
uint64_t ml_value_interval_resamples(const ml_subject *s, const ml_figure *f);
double ml_value_interval_low(const ml_subject *s, const ml_figure *f);
double ml_value_interval_high(const ml_subject *s, const ml_figure *f);

#endif
