// What to say and to do when /dev/kvm does not open or does not obey.
#pragma once

#include "base/error.h"
#include "kvm/probe/report.h"

namespace vmwright::probe {

// Sets reason and remedy after open() of the device failed.
void explain_open_failure(Report& report, const Error& error);

// Sets reason and remedy after a later call failed.
void explain_call_failure(Report& report, const Error& error);

}  // namespace vmwright::probe
