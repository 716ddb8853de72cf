// Under the sanitizers everything takes many times as long, and what they can find shows in fewer
// rounds of the same.
#pragma once

namespace heddle::test {

template <class Number>
constexpr Number sanitized([[maybe_unused]] Number usual, [[maybe_unused]] Number fewer) {
#ifdef HEDDLE_SANITIZE
  return fewer;
#else
  return usual;
#endif
}

}  // namespace heddle::test
