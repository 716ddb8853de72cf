// A scenario as `show` prints it.
#pragma once

#include "inquiry/inquiry.h"
#include "report/report.h"
#include "scenario/scenario.h"

namespace heddle::cli {

report::Overview overview(const scenario::Scenario& scenario, const inquiry::Size& size);

}  // namespace heddle::cli
