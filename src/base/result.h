// A value, or the reasons why there is none.
#pragma once

#include <utility>
#include <variant>

#include "base/check.h"

namespace heddle {

template <class T, class E>
class Result {
 public:
  Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit
  Result(E error) : content_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit

  explicit operator bool() const { return content_.index() == 0; }
  // Requires: there is a value.
  T& value() {
    CHECK(*this);
    return std::get<0>(content_);
  }
  const T& value() const {
    CHECK(*this);
    return std::get<0>(content_);
  }
  // Requires: there is none.
  const E& error() const {
    CHECK(!*this);
    return std::get<1>(content_);
  }

 private:
  std::variant<T, E> content_;
};

}  // namespace heddle
