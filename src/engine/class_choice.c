/* Reads class sets; see class_choice.h. */
#include "engine/class_choice.h"

#include "input/class_set.h"
#include "input/shipped_sets.h"

/* What is wrong with a set, under its name. */
static ml_status of_set(const ml_class_choice *choice, ml_error *error)
{
    ml_error reason = *error;
    return ml_fail(error, reason.status, "%s: %s", choice->name, reason.text);
}

ml_status ml_class_choice_read(const ml_class_choice *choice, ml_error *error, ml_classes *classes)
{
    ml_source source;
    ml_status status = ml_shipped_sets_is_name(choice->name) ? ml_shipped_sets_find("classes", choice->name, error, &source)
                                                             : ml_source_open(choice->name, error, &source);
    if (status)
        return status;
    status = ml_class_set_read(&source, error, classes);
    if (!status && (status = ml_source_finish(&source, error)))
        ml_classes_clear(classes);
    ml_source_close(&source);
    if (!status && (status = ml_classes_group(classes, error))) {
        ml_classes_clear(classes);
        return of_set(choice, error);
    }
    return status;
}

ml_status ml_class_choice_index(const ml_class_choice *choice, ml_error *error, ml_classes *classes)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < choice->ignored.n && !status; i++)
        status = ml_label_list_add(&classes->ignored, choice->ignored.items[i], error);
    if (!status && (status = ml_classes_index(classes, error)) && choice->name)
        return of_set(choice, error);
    return status;
}
