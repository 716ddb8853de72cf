// Numbers as people read them, the same in reports, notes and progress.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace heddle {

// "137,846,528,820"; text that is no number comes back as it is.
std::string grouped(std::string_view number);
std::string grouped(std::uint64_t number);

// A whole number that bounds something from above, in few characters: "184,756", or rounded up as
// "3.3e29".
std::string bound_text(std::string_view digits);

// "1 step", "2,000 steps".
std::string counted(std::uint64_t number, std::string_view noun);

// A share of a whole that is neither none nor all of it, in [0, 1], as "33.3%": never as 0% or
// 100%, but as "< 0.01%" and "> 99.99%".
std::string share_text(double share);
// The same of an upper bound, rounded up to hundredths of a percent: "36.79%"; "0.01%" is the
// least, and "100%" says nothing.
std::string at_most_text(double share);

// "--depth 4"; "--depth 3 (the default)" where `value` is `standard`.
std::string option_text(std::string_view option, std::uint64_t value, std::uint64_t standard);

}  // namespace heddle
