// Scenarios that several folders of tests write.
#pragma once

#include <string>

namespace heddle::test {

// Threads that add one to a shared variable so many times each, in two steps. 6 of 12 take hours.
inline std::string increments(int threads, int each) {
  std::string steps;
  for (int i = 0; i < each; ++i) steps += std::string(i == 0 ? "" : ", ") + "\"c += 1\"";
  return "{\"name\": \"inc\", \"shared\": {\"c\": 0}, \"threads\": {\"t\": {\"count\": " +
         std::to_string(threads) + ", \"do\": [" + steps + "]}}}";
}

}  // namespace heddle::test
