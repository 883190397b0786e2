/* Options about reading; see input_checks.h. */
#include "command/input_checks.h"

ml_status ml_check_input_options(const ml_input_options *input, ml_error *error)
{
    const char *useless = input->truth_code_text ? "--truth-code" : input->no_data.n > 0 ? "--no-data" : NULL;
    if (input->truth_layout != ML_TRUTH_PLANES || !useless)
        return ML_OK;
    return ml_fail(/* masks have no labels that could follow from a code, or stand for no data */
                   error, ML_E_USAGE,
                   "%s: has no meaning with --truth-layout=planes: a mask is 0 where its class is not; leave one of the two "
                   "out",
                   useless);
}
